// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

/** The first failure of a pipeline: in which stage, at which record, by which operator, and why. */
public final class PipelineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String stage;
    private final String position;

    public PipelineException(final String stage, final String position, final String what, final Throwable cause) {
        super("stage '" + stage + "', " + position + ": " + what, cause);
        this.stage = stage;
        this.position = position;
    }

    /** Name of the stage. */
    public String stage() {
        return stage;
    }

    /**
     * The place in the stage's input: a slot of a ring, a line of a file. Where a window looks ahead (many keys planned), up to
     * 64 records behind the one that failed.
     */
    public String position() {
        return position;
    }
}
