// SPDX-License-Identifier: Apache-2.0
package io.ringbus.ring;

/** A small record for tests of everything above the codecs. */
public record Tick(long id, long value) {}
