// SPDX-License-Identifier: Apache-2.0
package io.ringbus.oracle;

import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Apache Flink 0.9.1, the one with policies, in a class loader of its own: its classes have the names of today's. The build
 * copies its jars beside the test classes. All of it is seen through reflection, and what it calls back through proxies.
 */
final class Flink09 {
    private static final List<String> JARS = List.of("flink-streaming-core", "flink-core", "flink-java");
    private static final String STREAMING = "org.apache.flink.streaming.api.";
    private static final ClassLoader LOADER = new URLClassLoader(jars(), ClassLoader.getPlatformClassLoader());

    private Flink09() {}

    /** A class by its full name, or by what stands behind the package of streaming. */
    static Class<?> type(final String name) {
        try {
            return LOADER.loadClass(name.startsWith("org.") ? name : STREAMING + name);
        } catch (final ClassNotFoundException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Calls the only public constructor with so many parameters. */
    static Object make(final String type, final Object... arguments) {
        Constructor<?> only = null;
        for (final Constructor<?> constructor : type(type).getConstructors()) {
            if (constructor.getParameterCount() == arguments.length) {
                if (only != null) {
                    throw new IllegalArgumentException(type + ": two constructors of " + arguments.length);
                }
                only = constructor;
            }
        }
        if (only == null) {
            throw new IllegalArgumentException(type + ": no constructor of " + arguments.length);
        }
        try {
            return only.newInstance(arguments);
        } catch (final InvocationTargetException e) {
            throw unchecked(e.getCause());
        } catch (final ReflectiveOperationException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Calls a public method by its name and the number of its parameters. */
    static Object call(final Object target, final String name, final Object... arguments) {
        try {
            for (final Method method : target.getClass().getMethods()) {
                if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
                    return method.invoke(target, arguments);
                }
            }
        } catch (final InvocationTargetException e) {
            throw unchecked(e.getCause());
        } catch (final ReflectiveOperationException e) {
            throw new IllegalArgumentException(e);
        }
        throw new IllegalArgumentException(target.getClass() + ": no method " + name);
    }

    /** Assigns a public field. */
    static void assign(final Object target, final String field, final Object value) {
        try {
            target.getClass().getField(field).set(target, value);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Something that implements one of its interfaces by {@code body}. */
    static Object implementing(final String type, final InvocationHandler body) {
        return Proxy.newProxyInstance(LOADER, new Class<?>[] {type(type)}, body);
    }

    private static RuntimeException unchecked(final Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException exception ? exception : new IllegalStateException(cause);
    }

    private static URL[] jars() {
        final List<URL> urls = new ArrayList<>();
        try {
            final Path classes = Path.of(Flink09.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            for (final String name : JARS) {
                final Path jar = classes.resolveSibling("flink-0.9").resolve(name + ".jar");
                if (!Files.isRegularFile(jar)) {
                    throw new IllegalStateException(
                            "oracle: " + jar + " is not there: run mvn -pl operators -am generate-test-resources");
                }
                urls.add(jar.toUri().toURL());
            }
        } catch (final URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (final MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
        return urls.toArray(new URL[0]);
    }
}
