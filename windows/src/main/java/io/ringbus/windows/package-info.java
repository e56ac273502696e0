// SPDX-License-Identifier: Apache-2.0
/**
 * Windows over keyed streams: what is kept, when it is told, what it comes to. They stand behind {@code keyBy} in a stage's
 * chain, keep their bytes in the stage's keyed state, and emit when the watermark passes.
 */
@NullMarked
package io.ringbus.windows;

import org.jspecify.annotations.NullMarked;
