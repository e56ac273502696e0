// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.codec.Ascii;

/** How many of something a symbol had. */
record Count(@Ascii(8) String symbol, long count) {}
