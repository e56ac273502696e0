// SPDX-License-Identifier: Apache-2.0
/**
 * Looking at running pipelines from outside, and turning their knob: JMX, and the watchdog.
 * Before: {@code io.ringbus.translation}. After: {@code io.ringbus.stream}.
 */
@NullMarked
package io.ringbus.management;

import org.jspecify.annotations.NullMarked;
