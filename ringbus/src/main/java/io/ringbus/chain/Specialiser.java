// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import static java.lang.invoke.MethodHandles.Lookup.ClassOption.NESTMATE;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/**
 * Gives each use of a class in a pipeline a class of its own, so that composition costs nothing.
 *
 * <p>The call sites of an operator class that is used three times in a process have seen three kinds of neighbours, and the
 * compiler no longer inlines across them; nor does it inline a method into itself, which is what a chain of shared link
 * classes comes to. A clone has its own profile and its own methods, and the compiler trusts the final fields of hidden
 * classes. When the loop that drives a chain reaches it from a constant (the clone's class data), the whole chain folds
 * into one method and records that never leave it are never allocated.
 *
 * <p>Nothing is generated: a clone is the template's own class file, defined again as a hidden class. Hence the rules for
 * templates: seen through interfaces only, no lambda and no inner class in them (their code names the original), one
 * constructor, no field or method typed as the template itself. Frames of hidden classes do not show in stack traces, so
 * failures name stage and operator themselves. A class that cannot be cloned is used as it is: slower, never different. That
 * goes for Java records too, whose {@code equals} names the original. A clone is a nest mate of its template and so reaches
 * the same private members.
 *
 * <p><b>Threading.</b> Any thread. Used while a pipeline is built.
 * <p><b>Lifetime.</b> A clone is unloaded when the pipeline that uses it is collected.
 */
public final class Specialiser {
    private static final ClassValue<byte[]> CLASS_FILES = new ClassValue<>() {
        @Override
        protected byte[] computeValue(final Class<?> template) {
            return readClassFile(template);
        }
    };

    private final boolean enabled;

    /** With {@code enabled} false, templates are used as they are. */
    public Specialiser(final boolean enabled) {
        this.enabled = enabled;
    }

    /** Instantiates a clone of {@code template} by its only constructor. */
    public <C> C create(final Class<C> contract, final Class<?> template, final @Nullable Object... arguments) {
        return createAround(contract, template, null, arguments);
    }

    /** As {@link #create}; {@code root} becomes the clone's class data, a constant to the compiler. */
    public <C> C createAround(
            final Class<C> contract,
            final Class<?> template,
            final @Nullable Object root,
            final @Nullable Object... arguments) {
        final Class<?> type = enabled ? cloneOf(template, root) : template;
        final Constructor<?>[] constructors = type.getDeclaredConstructors();
        if (constructors.length != 1) {
            throw new IllegalArgumentException(
                    "template " + template.getName() + ": constructors=" + constructors.length
                            + ", but a template has exactly 1: give it one that takes all its collaborators");
        }
        try {
            constructors[0].setAccessible(true);
            return contract.cast(constructors[0].newInstance(arguments));
        } catch (final InvocationTargetException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(
                    "template " + template.getName() + " cannot be constructed", failed.getCause());
        } catch (final ReflectiveOperationException failed) {
            throw new IllegalStateException("template " + template.getName() + " cannot be constructed", failed);
        }
    }

    private static Class<?> cloneOf(final Class<?> template, final @Nullable Object root) {
        try {
            final MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(template, MethodHandles.lookup());
            final byte[] classFile = CLASS_FILES.get(template);
            return root == null
                    ? lookup.defineHiddenClass(classFile, true, NESTMATE).lookupClass()
                    : lookup.defineHiddenClassWithClassData(classFile, root, true, NESTMATE)
                            .lookupClass();
        } catch (final IllegalAccessException | LinkageError | UncheckedIOException notCloneable) {
            return template;
        }
    }

    private static byte[] readClassFile(final Class<?> template) {
        final String name = template.getName().substring(template.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream file = template.getResourceAsStream(name)) {
            if (file == null) {
                throw new UncheckedIOException(new IOException("no class file " + name));
            }
            return file.readAllBytes();
        } catch (final IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
