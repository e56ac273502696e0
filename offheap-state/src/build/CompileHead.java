// SPDX-License-Identifier: Apache-2.0

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import net.openhft.chronicle.hash.VanillaGlobalMutableState;
import net.openhft.chronicle.values.ValueModel;
import net.openhft.compiler.CachedCompiler;

/**
 * Run by the build: compiles the class that Chronicle Map generates for the head of a map, and keeps it as a resource of
 * {@code io.ringbus.offheap.CompiledHead}.
 */
public final class CompileHead {
    private static final Class<?> HEAD = VanillaGlobalMutableState.class;

    private CompileHead() {}

    /** {@code args}: the folder of the resource, a folder for the compiler, the release of Java to compile for. */
    public static void main(final String[] args) throws Exception {
        final Path folder = Path.of(args[1]);
        final String simpleName = HEAD.getSimpleName() + "$$Native";
        final String name = HEAD.getPackageName() + "." + simpleName;
        new CachedCompiler(null, Files.createDirectories(folder).toFile(), List.of("--release", args[2], "-nowarn"))
                .loadFromJava(HEAD.getClassLoader(), name, source(simpleName));
        final Path resource = Path.of(args[0])
                .resolve("chronicle-map-head-" + HEAD.getPackage().getImplementationVersion() + ".bin");
        Files.copy(folder.resolve(name.replace('.', '/') + ".class"), resource, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Chronicle compiles what it generates at once, for the Java that runs; only the generator itself tells the source. */
    private static String source(final String simpleName) throws ReflectiveOperationException {
        final Method generate = Class.forName("net.openhft.chronicle.values.Generators")
                .getDeclaredMethod("generateNativeClass", ValueModel.class, String.class);
        generate.setAccessible(true);
        return (String) generate.invoke(null, ValueModel.acquire(HEAD), simpleName);
    }
}
