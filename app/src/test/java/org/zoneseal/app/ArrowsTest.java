package org.zoneseal.app;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which way the arrows run (docs/design/README.md): a part sees the parts of its row, no more. */
class ArrowsTest {

    private static final String ROOT = "org.zoneseal.";

    private static final Map<String, Set<String>> SEES =
            Map.ofEntries(
                    entry("cryptoki", Set.of()),
                    entry("client", Set.of("cryptoki")),
                    entry("jce", Set.of("client", "cryptoki")),
                    entry("storage", Set.of()),
                    entry("dns", Set.of()),
                    entry("hsm", Set.of("client", "cryptoki")),
                    entry("dnssec", Set.of("dns")),
                    entry("zones", Set.of("dns", "dnssec", "storage")),
                    entry("proof", Set.of("dns", "dnssec", "zones")),
                    entry("answer", Set.of("dns", "dnssec", "zones")),
                    entry("transfer", Set.of("storage", "dns", "dnssec", "zones", "proof")),
                    entry("server", Set.of("dns", "zones", "answer", "transfer")),
                    entry("simulator", Set.of("cryptoki", "hsm", "storage")),
                    entry("signer", Set.of("dns", "dnssec", "zones", "hsm", "storage")),
                    entry(
                            "app",
                            Set.of(
                                    "client",
                                    "cryptoki",
                                    "storage",
                                    "dns",
                                    "hsm",
                                    "dnssec",
                                    "zones",
                                    "proof",
                                    "answer",
                                    "transfer",
                                    "server",
                                    "simulator",
                                    "signer")));

    /** What others' libraries each part stands on; all else is the JDK. */
    private static final Map<String, Set<String>> LIBRARIES =
            Map.of(
                    "dnssec", Set.of("com.amazon.corretto", "org.bouncycastle"),
                    "simulator", Set.of("com.amazon.corretto", "org.bouncycastle", "jdk.net"),
                    "app",
                            Set.of(
                                    "picocli",
                                    "tools.jackson",
                                    "org.snakeyaml",
                                    "jdk.net",
                                    "com.sun.net.httpserver"));

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("org.zoneseal");

    @Test
    void parts_allOfThem_areInTheTable() {
        assertThat(CLASSES.stream().map(type -> part(type.getPackageName())))
                .isSubsetOf(SEES.keySet())
                .containsAll(SEES.keySet());
    }

    @Test
    void part_dependingOnParts_seesOnlyThoseOfItsRow() {
        Map<String, Set<String>> strays = new TreeMap<>();
        dependencies()
                .filter(arrow -> arrow.getTargetClass().getPackageName().startsWith(ROOT))
                .filter(arrow -> !mayRun(arrow))
                .forEach(arrow -> note(strays, arrow));
        assertThat(strays).isEmpty();
    }

    @Test
    void part_dependingOnLibraries_usesOnlyThoseItArguedFor() {
        Map<String, Set<String>> strays = new TreeMap<>();
        dependencies().filter(arrow -> !isAllowedLibrary(arrow)).forEach(a -> note(strays, a));
        assertThat(strays).isEmpty();
    }

    @Test
    void signer_always_knowsNothingOfItsProver() {
        Set<String> provers =
                dependencies()
                        .filter(arrow -> origin(arrow).equals("signer"))
                        .map(arrow -> arrow.getTargetClass().getPackageName())
                        .filter(name -> name.startsWith(ROOT + "proof"))
                        .collect(Collectors.toSet());
        assertThat(provers).isEmpty();
    }

    private Stream<Dependency> dependencies() {
        return CLASSES.stream()
                .map(JavaClass::getDirectDependenciesFromSelf)
                .flatMap(Collection::stream);
    }

    private static boolean mayRun(Dependency arrow) {
        String from = origin(arrow);
        String to = part(arrow.getTargetClass().getPackageName());
        return from.equals(to) || SEES.getOrDefault(from, Set.of()).contains(to);
    }

    private static boolean isAllowedLibrary(Dependency arrow) {
        String target = arrow.getTargetClass().getBaseComponentType().getPackageName();
        return target.isEmpty()
                || Stream.of("java.", "javax.", ROOT, "org.jspecify.").anyMatch(target::startsWith)
                || LIBRARIES.getOrDefault(origin(arrow), Set.of()).stream()
                        .anyMatch(target::startsWith);
    }

    private static String origin(Dependency arrow) {
        return part(arrow.getOriginClass().getPackageName());
    }

    private static String part(String packageName) {
        return packageName.startsWith(ROOT)
                ? packageName.substring(ROOT.length()).split("\\.")[0]
                : packageName;
    }

    private static void note(Map<String, Set<String>> strays, Dependency arrow) {
        String to = arrow.getTargetClass().getBaseComponentType().getPackageName();
        strays.computeIfAbsent(arrow.getOriginClass().getName(), name -> new TreeSet<>()).add(to);
    }
}
