package org.zoneseal.transfer.catalog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.dns.Name;
import org.zoneseal.dns.ZoneFileOptions;
import org.zoneseal.dns.ZoneFileReader;
import org.zoneseal.dns.ZoneFileSource;
import org.zoneseal.zones.ZoneBuilder;
import org.zoneseal.zones.ZoneVersion;

/** Catalogs as producers write them, and as nobody should. */
class CatalogsTest {

    private static final Name CATALOG = Name.parse("catalog.invalid.");
    private static final Name OTHER = Name.parse("other.invalid.");
    private static final int MOST = 100;

    private final Server server = new Server();
    private final Catalogs catalogs = new Catalogs(server, MOST);

    /** What a server would do, written down. */
    private static final class Server implements MemberZones {
        private final Set<Name> configured = new HashSet<>();
        private final List<String> told = new ArrayList<>();

        @Override
        public boolean isConfigured(Name zone) {
            return configured.contains(zone);
        }

        @Override
        public void apply(Name catalog, List<CatalogChange> changes) {
            for (CatalogChange change : changes) {
                told.add(change.getClass().getSimpleName() + " " + change.zone());
            }
        }

        @Override
        public void broken(Name catalog, String reason) {
            told.add("Broken " + reason);
        }

        List<String> told() {
            List<String> all = List.copyOf(told);
            told.clear();
            return all;
        }
    }

    private static ZoneVersion version(Name apex, String text) {
        ZoneBuilder builder = new ZoneBuilder(apex);
        String whole = "$TTL 0\n@ SOA invalid. invalid. 1 60 60 3600 60\n@ NS invalid.\n" + text;
        try {
            ZoneFileReader.read(
                    ZoneFileSource.of(
                            new ByteArrayInputStream(whole.getBytes(ISO_8859_1)), "catalog"),
                    ZoneFileOptions.of(apex),
                    builder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return builder.build(1);
    }

    private List<String> follow(Name catalog, String text) {
        catalogs.published(catalog, version(catalog, "version TXT \"2\"\n" + text));
        return server.told();
    }

    private List<String> follow(String text) {
        return follow(CATALOG, text);
    }

    @Test
    void members_comeAndGo() {
        assertThat(follow("a.zones PTR one.test.\nb.zones PTR two.test.\n"))
                .containsExactly("Add one.test.", "Add two.test.");
        assertThat(follow("b.zones PTR two.test.\nc.zones PTR three.test.\n"))
                .containsExactly("Remove one.test.", "Add three.test.");
        assertThat(follow("b.zones PTR two.test.\nc.zones PTR three.test.\n")).isEmpty();
        catalogs.forget(CATALOG);
        assertThat(server.told()).containsExactly("Remove three.test.", "Remove two.test.");
    }

    @Test
    void member_atAnotherNode_beginsAnew() {
        follow("a.zones PTR one.test.\n");
        assertThat(follow("b.zones PTR one.test.\n")).containsExactly("Reset one.test.");
        assertThat(follow("B.ZONES PTR ONE.test.\n")).isEmpty();
    }

    @Test
    void groups_areReadAsTheyAre_andTheirChangeIsTold() {
        CatalogReading reading =
                CatalogZone.read(
                        version(
                                CATALOG,
                                """
                                version TXT "2"
                                a.zones PTR one.test.
                                group.a.zones TXT "Signed"
                                group.a.zones TXT "far"
                                group.a.zones TXT "of" "two strings"
                                """),
                        MOST);
        assertThat(((CatalogReading.Members) reading).byZone().values())
                .flatExtracting(CatalogMember::groups)
                .containsExactly("far", "Signed");
        follow("a.zones PTR one.test.\n");
        assertThat(follow("a.zones PTR one.test.\ngroup.a.zones TXT x\n"))
                .containsExactly("Regroup one.test.");
    }

    @Test
    void junk_isPassedOver() {
        assertThat(
                        follow(
                                """
                                @ TXT "junk"
                                junk PTR no.test.
                                zones PTR no.test.
                                a.zones PTR one.test.
                                a.zones TXT "more"
                                a.zones A 192.0.2.1
                                deep.er.a.zones PTR no.test.
                                unknown.a.zones PTR no.test.
                                group.orphan.zones TXT "x"
                                coo.orphan.zones PTR no.test.
                                only.zones TXT "no pointer"
                                group.only.zones TXT "x"
                                x.ext TXT "custom"
                                zones.zones PTR two.test.
                                group.zones PTR three.test.
                                a\\000b.zones PTR four.test.
                                group.a\\000b.zones TXT "g"
                                *.zones PTR five.test.
                                version.a.zones TXT "1"
                                """))
                .containsExactlyInAnyOrder(
                        "Add one.test.",
                        "Add two.test.",
                        "Add three.test.",
                        "Add four.test.",
                        "Add five.test.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "version TXT \"1\"",
                "version TXT \"3\"",
                "version TXT \"2\" \"2\"",
                "version TXT \"02\"",
                "version TXT \"\"",
                "version A 192.0.2.1",
                "version TXT \"2\"\nversion TXT \"1\"",
                "version.zones TXT \"2\"",
                "version TXT \"2\"\na.zones PTR one.test.\na.zones PTR two.test.",
                "version TXT \"2\"\na.zones PTR one.test.\nb.zones PTR one.test.",
                "version TXT \"2\"\na.zones PTR one.test.\nb.zones PTR ONE.TEST.",
                "version TXT \"2\"\na.zones PTR one.test.\n"
                        + "coo.a.zones PTR x.test.\ncoo.a.zones PTR y.test."
            })
    void brokenCatalog_changesNothing(String text) {
        follow("a.zones PTR kept.test.\n");
        catalogs.published(CATALOG, version(CATALOG, text + "\n"));
        assertThat(server.told()).singleElement().asString().startsWith("Broken ");
        assertThat(catalogs.catalogOf(Name.parse("kept.test."))).contains(CATALOG);
    }

    @Test
    void moreMembersThanAreTaken_changeNothing() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i <= MOST; i++) {
            text.append("m").append(i).append(".zones PTR z").append(i).append(".test.\n");
        }
        assertThat(follow(text.toString())).singleElement().asString().startsWith("Broken ");
    }

    @Test
    void aMillionMembers_areReadInOneWalkOrRefused() {
        StringBuilder text = new StringBuilder("version TXT \"2\"\n");
        for (int i = 0; i < 200_000; i++) {
            text.append("m").append(i).append(".zones PTR z").append(i).append(".test.\n");
        }
        ZoneVersion many = version(CATALOG, text.toString());
        assertThat(CatalogZone.read(many, 1000)).isInstanceOf(CatalogReading.Broken.class);
        CatalogReading.Members all = (CatalogReading.Members) CatalogZone.read(many, 1_000_000);
        assertThat(all.byZone()).hasSize(200_000);
    }

    @Test
    void catalogListingItself_orZonesConfiguredByHand_isAClashToldOnce() {
        server.configured.add(Name.parse("mine.test."));
        String text = "a.zones PTR catalog.invalid.\nb.zones PTR MINE.test.\n";
        assertThat(follow(text)).containsExactly("Clash catalog.invalid.", "Clash MINE.test.");
        assertThat(follow(text)).isEmpty();
        assertThat(follow("")).isEmpty();
    }

    @Test
    void zoneOfAnotherCatalog_isAClash_untilTheOwnerLetsItGo() {
        follow("a.zones PTR one.test.\n");
        assertThat(follow(OTHER, "x.zones PTR one.test.\n")).containsExactly("Clash one.test.");
        assertThat(follow(OTHER, "")).isEmpty();
        assertThat(catalogs.catalogOf(Name.parse("one.test."))).contains(CATALOG);
    }

    @Test
    void zone_goesOverToTheCatalogThatItsOwnerNames() {
        follow("a.zones PTR one.test.\ncoo.a.zones PTR other.invalid.\n");
        assertThat(follow(OTHER, "x.zones PTR one.test.\n")).containsExactly("Reset one.test.");
        assertThat(catalogs.catalogOf(Name.parse("one.test."))).contains(OTHER);
        assertThat(follow("")).isEmpty();
        assertThat(follow(OTHER, "")).containsExactly("Remove one.test.");
    }

    @Test
    void zone_thatGoesOverWithItsUniqueLabel_keepsWhatIsStored() {
        follow("a.zones PTR one.test.\ncoo.a.zones PTR other.invalid.\n");
        assertThat(follow(OTHER, "A.zones PTR one.test.\n")).containsExactly("Regroup one.test.");
        assertThat(catalogs.catalogOf(Name.parse("one.test."))).contains(OTHER);
        assertThat(follow("")).isEmpty();
    }

    @Test
    void zone_thatWasListedByTheNextOwnerBefore_keepsWhatIsStoredOnceItIsHandedOver() {
        follow("a.zones PTR one.test.\n");
        follow(OTHER, "a.zones PTR one.test.\n");
        follow("a.zones PTR one.test.\ncoo.a.zones PTR other.invalid.\n");
        assertThat(follow("")).containsExactly("Regroup one.test.");
        assertThat(catalogs.catalogOf(Name.parse("one.test."))).contains(OTHER);
    }

    private List<String> takeUp(Name catalog, String text) {
        catalogs.stored(catalog, version(catalog, "version TXT \"2\"\n" + text), MOST);
        return server.told();
    }

    @Test
    void storedCatalogs_inWhateverOrderTheyAreRead_resetNoMember() {
        assertThat(takeUp(CATALOG, "a.zones PTR one.test.\ncoo.a.zones PTR other.invalid.\n"))
                .containsExactly("Add one.test.");
        assertThat(takeUp(OTHER, "x.zones PTR one.test.\n")).containsExactly("Regroup one.test.");
        assertThat(catalogs.catalogOf(Name.parse("one.test."))).contains(OTHER);
        assertThat(follow(OTHER, "y.zones PTR one.test.\n")).containsExactly("Reset one.test.");
    }

    @Test
    void zone_thatHasGoneOver_isWithTheNewCatalogAfterARestartToo() {
        assertThat(follow(OTHER, "x.zones PTR one.test.\n")).containsExactly("Add one.test.");
        assertThat(follow("a.zones PTR one.test.\ncoo.a.zones PTR other.invalid.\n")).isEmpty();
        assertThat(catalogs.catalogOf(Name.parse("one.test."))).contains(OTHER);
    }

    @Test
    void zone_thatItsOwnerDrops_goesToTheOtherCatalogThatListsIt() {
        follow("a.zones PTR one.test.\n");
        follow(OTHER, "x.zones PTR one.test.\n");
        assertThat(follow("")).containsExactly("Reset one.test.");
        assertThat(catalogs.catalogOf(Name.parse("one.test."))).contains(OTHER);
    }

    @Test
    void zone_thatIsNowConfiguredByHand_isNotRemoved() {
        follow("a.zones PTR one.test.\n");
        server.configured.add(Name.parse("one.test."));
        assertThat(follow("")).isEmpty();
    }

    @Test
    void randomCatalogs_leaveWhatTheLastOnesList() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Catalogs followed = new Catalogs(server, MOST);
            Set<Name> last = new HashSet<>();
            for (int i = 0; i < 10; i++) {
                StringBuilder text = new StringBuilder("version TXT \"2\"\n");
                last.clear();
                for (int j = 0; j < 20; j++) {
                    if (random.nextBoolean()) {
                        text.append("m" + random.nextInt(3) + j + ".zones PTR z" + j + ".test.\n");
                        last.add(Name.parse("z" + j + ".test."));
                    }
                }
                followed.published(CATALOG, version(CATALOG, text.toString()));
            }
            for (int j = 0; j < 20; j++) {
                Name zone = Name.parse("z" + j + ".test.");
                assertThat(followed.catalogOf(zone).isPresent()).isEqualTo(last.contains(zone));
            }
        }
    }
}
