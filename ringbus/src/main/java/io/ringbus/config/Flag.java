// SPDX-License-Identifier: Apache-2.0
package io.ringbus.config;

import java.util.Optional;

/**
 * One option that the JVM must have been started with, and why.
 *
 * <p><b>Failure.</b> None: a flag that this JVM's release has no use for counts as present.
 */
public sealed interface Flag {
    /** The option as it is typed. */
    String text();

    /** What does not work without it, as a short sentence. */
    String why();

    /**
     * Whether this JVM was started with it, by whatever means: command line, argument file, manifest or environment.
     */
    boolean isPresent();

    /** {@code --add-opens}: reflection into a package of the JDK. */
    static Flag opens(final String module, final String packageName, final String why) {
        return new PackageAccess(true, module, packageName, why);
    }

    /** {@code --add-exports}: calls into a package of the JDK. */
    static Flag exports(final String module, final String packageName, final String why) {
        return new PackageAccess(false, module, packageName, why);
    }

    /** {@code -Dname=value}. */
    static Flag systemProperty(final String name, final String value, final String why) {
        return new SystemProperty(name, value, why);
    }

    /** Access to a package of the JDK for code on the class path. */
    record PackageAccess(boolean open, String module, String packageName, String why) implements Flag {
        @Override
        public String text() {
            return (open ? "--add-opens=" : "--add-exports=") + module + "/" + packageName + "=ALL-UNNAMED";
        }

        @Override
        public String why() {
            return found().isPresent() ? why : why + "; this JVM has no module " + module + ": run a full JDK";
        }

        /** Asks the module itself, so that nobody's static initialiser runs. */
        @Override
        public boolean isPresent() {
            final Optional<Module> found = found();
            if (found.isEmpty()) {
                return false;
            }
            final Module jdk = found.get();
            final Module ours = Flag.class.getModule();
            if (!jdk.getPackages().contains(packageName)) {
                return true;
            }
            return open ? jdk.isOpen(packageName, ours) : jdk.isExported(packageName, ours);
        }

        private Optional<Module> found() {
            return ModuleLayer.boot().findModule(module);
        }
    }

    /** A system property with one value that will do. */
    record SystemProperty(String name, String value, String why) implements Flag {
        @Override
        public String text() {
            return "-D" + name + "=" + value;
        }

        @Override
        public boolean isPresent() {
            return value.equals(System.getProperty(name));
        }
    }
}
