// SPDX-License-Identifier: Apache-2.0
package io.ringbus.translation;

import io.ringbus.chain.Queryable;
import io.ringbus.operators.GlobalKey;
import java.util.List;

/**
 * Stands before an operator that is asked, and sees to it that it is asked for keys of the class that its records have; where
 * all records have the same key, nobody has to name it.
 *
 * @param name of the vertex, for messages
 * @param keys class of the keys
 */
record QuestionsByKey(String name, Class<?> keys, Queryable operator) implements Queryable {
    @Override
    public List<?> query(final Object key) throws Exception {
        return operator.query(key == NO_KEY ? GlobalKey.ALL : key);
    }

    @Override
    public void requireKey(final Object key) {
        final boolean global = keys == GlobalKey.class;
        if (key == NO_KEY ? global : keys.isInstance(key)) {
            return;
        }
        throw new IllegalArgumentException("query '" + name + "': key=" + key
                + (global
                        ? " where records have none: ask by the name alone"
                        : " is not of class " + keys.getSimpleName()
                                + ", which the keys are of: ask for one of these"));
    }
}
