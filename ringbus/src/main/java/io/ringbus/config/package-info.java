// SPDX-License-Identifier: Apache-2.0
/**
 * Settings, with name, unit, default and bounds of each in one place, and the check of the JVM's flags.
 * Before: nothing; no record comes here. After: {@code io.ringbus.stage}.
 */
@NullMarked
package io.ringbus.config;

import org.jspecify.annotations.NullMarked;
