// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import java.lang.invoke.MethodHandles;

/** Kinds of classes that are cloned or cannot be. */
final class Template {
    private Template() {}

    interface Named {
        String name();
    }

    static final class Plain implements Named {
        private final String name;

        Plain(final String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }
    }

    record Recorded(String name) implements Named {}

    static final class Rooted implements Named {
        private static final Object ROOT = root();
        private final String fallback;

        Rooted(final String fallback) {
            this.fallback = fallback;
        }

        private static Object root() {
            try {
                return MethodHandles.classData(MethodHandles.lookup(), "_", Object.class);
            } catch (final IllegalAccessException impossible) {
                throw new ExceptionInInitializerError(impossible);
            }
        }

        @Override
        public String name() {
            return ROOT == null ? fallback : ROOT.toString();
        }
    }

    /** Hands itself to a method that names this class, which a clone is not: the verifier refuses the clone. */
    static final class SelfNaming implements Named {
        private static String of(final SelfNaming self) {
            return self.getClass().isHidden() ? "hidden" : "plain";
        }

        @Override
        public String name() {
            return of(this);
        }
    }

    /** Reaches a private member of a nest mate. */
    static final class Nesting implements Named {
        private static final class Secret {
            private final String text;

            private Secret(final String text) {
                this.text = text;
            }
        }

        @Override
        public String name() {
            return new Secret("nested").text;
        }
    }

    static final class Captured implements Named {
        private final String text = "captured";

        @Override
        public String name() {
            final java.util.function.Supplier<String> supplier = () -> text;
            return supplier.get();
        }
    }

    static final class TwoConstructors implements Named {
        TwoConstructors() {}

        TwoConstructors(final String name) {}

        @Override
        public String name() {
            return "";
        }
    }

    static final class Failing implements Named {
        Failing(final boolean checked) throws Exception {
            if (checked) {
                throw new Exception("checked");
            }
            throw new IllegalArgumentException("unchecked");
        }

        @Override
        public String name() {
            return "";
        }
    }
}
