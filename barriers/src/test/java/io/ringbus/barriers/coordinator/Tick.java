// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.coordinator;

/** A record of the source {@code id}. */
record Tick(long id, long value) {}
