// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

/**
 * An operator's exception on its way up to its stage, with the operator's name, which no stack trace of specialised code
 * would show. The stage adds its own name and the record's position.
 */
public final class OperatorFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String operator;
    private final Throwable thrown;

    public OperatorFailure(final String operator, final Throwable cause) {
        super("operator '" + operator + "': " + cause, cause);
        this.operator = operator;
        this.thrown = cause;
    }

    /** What the operator's code threw. */
    public Throwable thrown() {
        return thrown;
    }

    /** Name of the operator whose code threw. */
    public String operator() {
        return operator;
    }
}
