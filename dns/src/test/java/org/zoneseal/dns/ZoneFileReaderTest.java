package org.zoneseal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.zoneseal.dns.Zones.lines;
import static org.zoneseal.dns.Zones.options;
import static org.zoneseal.dns.Zones.problems;
import static org.zoneseal.dns.Zones.text;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZoneFileReaderTest {

    @TempDir Path folder;

    /** Texts that all mean the same one record. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a 60 IN A 192.0.2.1\n",
                "a 60 IN A 192.0.2.1",
                "a IN 60 A 192.0.2.1\n",
                "a 60 A 192.0.2.1\n",
                "a.example. 60 in a 192.0.2.1\r\n",
                "\\097 1m CLASS1 TYPE1 192.0.2.1\n",
                "a 60 IN TYPE1 \\# 4 C0000201\n",
                "$TTL 60\na A 192.0.2.1\n",
                "$ttl 1M ; a minute\na IN A 192.0.2.1 ; one\n",
                "$ORIGIN a\n@ 60 A 192.0.2.1\n",
                "$ORIGIN net.\na.example. 60 A 192.0.2.1\n",
                "\n\n  \n; nothing\n   ; nothing\na 60 A 192.0.2.1\n",
                "a 60 IN A ( 192.0.2.1\n)\n",
                "a 60 IN ( ; \"(\n\n  A ; )\n192.0.2.1 )\n",
                "a ( ( 60 ) ( IN ) ( ) A ) (192.0.2.1)",
                "a\t60\tIN\tA\t192.0.2.1\t\n",
                "a\t60\tIN\tA\t192.0.2.1;x",
                "\"a\" 60 A 192.0.2.1\n",
                "\u00ef\u00bb\u00bfa 60 A 192.0.2.1\n",
                "a 0h0m60s A 192.0.2.1\n"
            })
    void entry_inEveryWriting_isTheSameRecord(String zone) {
        assertThat(lines(zone)).containsExactly("a.example. 60 A 192.0.2.1");
    }

    @Test
    void owner_leftOut_isTheOneBefore() {
        assertThat(lines("$TTL 1\na A 1.1.1.1\n A 1.1.1.2\n\tTXT ( x\n y )\n$ORIGIN b\n A 1.1.1.3"))
                .containsExactly(
                        "a.example. 1 A 1.1.1.1",
                        "a.example. 1 A 1.1.1.2",
                        "a.example. 1 TXT \"x\" \"y\"",
                        "a.example. 1 A 1.1.1.3");
    }

    @Test
    void owner_sameTextUnderAnotherOrigin_isAnotherName() {
        assertThat(lines("$TTL 1\na A 1.1.1.1\n$ORIGIN b\na A 1.1.1.1\na A 1.1.1.2\nA A 1.1.1.3\n"))
                .containsExactly(
                        "a.example. 1 A 1.1.1.1",
                        "a.b.example. 1 A 1.1.1.1",
                        "a.b.example. 1 A 1.1.1.2",
                        "A.b.example. 1 A 1.1.1.3");
    }

    @Test
    void owner_thatLooksLikeATypeOrClass_isAnOwner() {
        assertThat(
                        lines(
                                "$TTL 1\nIN A 1.1.1.1\nNS IN A 1.1.1.1\n60 60 A 1.1.1.1\n\\$TTL A 1.1.1.1"))
                .containsExactly(
                        "IN.example. 1 A 1.1.1.1",
                        "NS.example. 1 A 1.1.1.1",
                        "60.example. 60 A 1.1.1.1",
                        "\\$TTL.example. 1 A 1.1.1.1");
    }

    /** RFC 2308 §4 and RFC 1035 §5.1. */
    @Test
    void ttl_leftOut_isThatOfTheDirectiveElseTheLast() {
        assertThat(
                        lines(
                                """
                                a 5 A 1.1.1.1
                                a A 1.1.1.2
                                $TTL 7
                                a A 1.1.1.3
                                a 6 A 1.1.1.4
                                a A 1.1.1.5
                                $TTL 2147483647
                                a A 1.1.1.6
                                """))
                .containsExactly(
                        "a.example. 5 A 1.1.1.1",
                        "a.example. 5 A 1.1.1.2",
                        "a.example. 7 A 1.1.1.3",
                        "a.example. 6 A 1.1.1.4",
                        "a.example. 7 A 1.1.1.5",
                        "a.example. 2147483647 A 1.1.1.6");
    }

    @Test
    void ttl_nowhereGiven_isTheLastNumberOfTheSoa() {
        assertThat(lines("@ SOA . . 1 2 3 4 5\n@ NS .\n"))
                .containsExactly("example. 5 SOA . . 1 2 3 4 5", "example. 5 NS .");
        assertThat(problems("@ NS .\n@ NS a."))
                .extracting(ZoneFileProblem::found)
                .containsExactly("no TTL", "no TTL");
        assertThat(lines(text("@ NS .\n"), options().withDefaultTtl(9)))
                .containsExactly("example. 9 NS .");
    }

    @Test
    void strings_quotedAndBare_keepTheirBytes() {
        assertThat(
                        lines(
                                """
                                $TTL 1
                                @ TXT a\\ b "c;d()""e" \\"f "g\\"" \\; \u00fc "\\\\" ""
                                @ TXT ("x");y
                                """))
                .containsExactly(
                        "example. 1 TXT \"a b\" \"c;d()\" \"e\" \"\\\"f\" \"g\\\"\" \";\" \"\\252\""
                                + " \"\\\\\" \"\"",
                        "example. 1 TXT \"x\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    a 60 IN A 192.0.2.256        | 1 | 11 | "192.0.2.256" | an IPv4 address
                    a 60 IN A                    | 1 | 10 | the end of the entry | an IPv4 address
                    a 60 IN A 192.0.2.1 x        | 1 | 21 | "x" | the end of the entry
                    a 60 IN FOO 192.0.2.1        | 1 | 9  | "FOO" | a record type
                    a FOO                        | 1 | 3  | "FOO" | a TTL, a class or a record type
                    a 60                         | 1 | 5  | the end of the entry | a record type
                    a                            | 1 | 2  | the end of the entry | a TTL, a class or a record type
                    a 2147483648 A 1.1.1.1       | 1 | 3  | "2147483648" | a TTL up to 2147483647, or a period like 1h30m
                    a 1x A 1.1.1.1               | 1 | 3  | "1x" | a TTL up to 2147483647, or a period like 1h30m
                    a 60 60 A 1.1.1.1            | 1 | 6  | "60" | a record type
                    a IN IN A 1.1.1.1            | 1 | 6  | "IN" | a record type
                    a 60 CH A 1.1.1.1            | 1 | 6  | "CH" | class IN
                    a..b 60 A 1.1.1.1            | 1 | 1  | "a..b" | a domain name (the name has an empty label)
                    $FOO                         | 1 | 1  | "$FOO" | $ORIGIN, $TTL, $INCLUDE or $GENERATE
                    $TTL                         | 1 | 5  | the end of the entry | a TTL
                    $TTL 1 1                     | 1 | 8  | "1" | the end of the line
                    $ORIGIN                      | 1 | 8  | the end of the entry | a domain name
                    $ORIGIN a b                  | 1 | 11 | "b" | the end of the line
                    @ 60 TXT "abc                | 1 | 11 | the end of the line | the closing quote
                    @ 60 TXT a"b"                | 1 | 11 | a quote inside a word | white space in front of it, or \\"
                    @ 60 TXT "a"b                | 1 | 13 | text right behind a closing quote | white space
                    @ 60 TXT ( a                 | 1 | 10 | "(" that is never closed | ")" before the end
                    @ 60 TXT a )                 | 1 | 12 | ")" | a "(" in front of it
                    ` 60 A 1.1.1.1`              | 1 | 2  | white space | an owner name: there is none to repeat
                    @ 60 ANY \\# 0               | 1 | 6  | "ANY" | a record type that a zone can hold
                    @ 60 NS \\# 1 01             | 1 | 16 | \\# with 1 bytes | record data of type NS (a domain name: the name ends before its root label)
                    """)
    void entry_thatIsWrong_isReportedWhereItIs(
            String zone, long line, long column, String found, String expected) {
        List<ZoneFileProblem> problems = problems(zone + "\n");
        assertThat(problems).hasSize(1);
        ZoneFileProblem problem = problems.getFirst();
        assertThat(problem.file()).isEqualTo("test.zone");
        assertThat(problem.line()).isEqualTo(line);
        assertThat(problem.column()).isEqualTo(column);
        assertThat(problem.found()).isEqualTo(found);
        assertThat(problem.expected()).isEqualTo(expected);
    }

    @Test
    void problems_inSeveralEntries_areAllReported() {
        assertThat(problems("$TTL 1\na A x\nb A 1.1.1.1\nc TXT ( a\n b )\n\nd MX a b\n e A y\n"))
                .extracting(ZoneFileProblem::line)
                .containsExactly(2L, 7L, 8L);
    }

    @Test
    void problem_insideParentheses_isFollowedByTheNextEntry() {
        assertThat(problems("$TTL 1\na TXT ( \"x\"y\n b )\nc A x\n"))
                .extracting(ZoneFileProblem::line)
                .containsExactly(2L, 4L);
        assertThat(problems("$TTL 1\na A ( x\nb A 1.1.1.1\nc A y\n"))
                .extracting(ZoneFileProblem::line)
                .containsExactly(2L, 4L);
    }

    @Test
    void problems_beyondTheLimit_endTheReading() {
        assertThat(problems("a\n".repeat(100))).hasSize(20);
        assertThatThrownBy(() -> lines(text("a\n".repeat(9)), options().withProblemCount(3)))
                .isInstanceOfSatisfying(
                        ZoneFileException.class, e -> assertThat(e.problems()).hasSize(3));
    }

    @Test
    void found_thatIsLongOrNotPrintable_isShortenedAndEscaped() {
        assertThat(problems("a 1 A \u0080" + "x".repeat(99) + "\n").getFirst().found())
                .isEqualTo("\"\\128" + "x".repeat(59) + "…\"");
        assertThat(problems("a 1 A \u0000\n").getFirst().found()).isEqualTo("the control byte 0");
        assertThat(problems("a 1 A 1.1.1.1\rb 1 A 1.1.1.1\n").getFirst().found())
                .isEqualTo("a carriage return inside a line");
    }

    @Test
    void gzip_isReadLikeText() throws IOException {
        byte[] zipped = gzip("a 60 A 192.0.2.1\n");
        assertThat(lines(stream(zipped), options())).containsExactly("a.example. 60 A 192.0.2.1");
    }

    @Test
    void gzip_cutShort_isAProblem() throws IOException {
        byte[] zipped = gzip("a 60 A 192.0.2.1\n".repeat(20000));
        byte[] cut = java.util.Arrays.copyOf(zipped, zipped.length - 9);
        assertThatThrownBy(() -> lines(stream(cut), options()))
                .isInstanceOf(ZoneFileException.class)
                .hasMessageContaining("gzip");
        byte[] header = java.util.Arrays.copyOf(zipped, 5);
        assertThatThrownBy(() ->
                        ZoneFileReader.read(stream(header), options(), Zones.sinkTo(List.of())))
                .isInstanceOf(ZoneFileException.class)
                .hasMessageContaining("test.zone:1:1");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return out.toByteArray();
    }

    private static ZoneFileSource stream(byte[] bytes) {
        return ZoneFileSource.of(new ByteArrayInputStream(bytes), "test.zone");
    }

    /** The buffer's end falls between any two bytes. */
    @Test
    void stream_handingOutOneByteAtATime_isReadTheSame() {
        String zone =
                """
                $TTL 1h\r
                @ SOA a b ( 1 ; "x
                 2 3 4 5 )
                \\097\\.b 5 TXT "a b" c\\ d ("e"
                )
                 A 1.1.1.1;x

                ;y\r
                 \s
                @ SVCB 1 . alpn="h2,h3" key9999="\\"" \r
                @ \\# x
                b A ( 1.1.1.1
                z A "1.1.1.1\"\
                """;
        for (int chunk = 1; chunk < 9; chunk++) {
            int size = chunk;
            InputStream slow =
                    new ByteArrayInputStream(zone.getBytes(StandardCharsets.ISO_8859_1)) {
                        @Override
                        public synchronized int read(byte[] to, int at, int length) {
                            return super.read(to, at, Math.min(length, size));
                        }
                    };
            List<String> records = new ArrayList<>();
            assertThatThrownBy(() ->
                            ZoneFileReader.read(
                                    ZoneFileSource.of(slow, "test.zone"),
                                    options(),
                                    Zones.sinkTo(records)))
                    .isInstanceOfSatisfying(
                            ZoneFileException.class,
                            e ->
                                    assertThat(e.problems())
                                            .extracting(p -> p.line() + ":" + p.column())
                                            .containsExactly("11:3", "13:1"));
            assertThat(records)
                    .containsExactly(
                            "example. 3600 SOA a.example. b.example. 1 2 3 4 5",
                            "a\\.b.example. 5 TXT \"a b\" \"c d\" \"e\"",
                            "a\\.b.example. 3600 A 1.1.1.1",
                            "example. 3600 SVCB 1 . alpn=\"h2,h3\" key9999=\"\\\"\"");
        }
    }

    /** The file ends where the buffer does, or near it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a 1 A",
                "a 1 A (",
                "a 1 TXT (x",
                "a 1 TXT \"x",
                "a 1 A x",
                "a 1 A 1.1.1.1 ;",
                "a",
                "a 1 A x ",
                "a 1 A 1.1.1.1\r",
                "a 1 A x;",
                "a 1 A x\\",
                "a 1 A 1.1.1.1\n "
            })
    void file_endingAtTheBuffersEnd_isReadLikeAnother(String end) {
        List<String> expected = problems("\n" + end).stream().map(Object::toString).toList();
        for (int length = 65528 - end.length(); length < 65540; length++) {
            String zone = ";" + "x".repeat(length) + "\n" + end;
            assertThat(problems(zone)).extracting(Object::toString).isEqualTo(expected);
        }
    }

    @Test
    void records_carryTheLineTheyBeginOn() throws IOException {
        List<String> positions = new ArrayList<>();
        ZoneFileReader.Result result =
                ZoneFileReader.read(
                        text("$TTL 1\n\na A 1.1.1.1\n\n TXT (\n\nx )\n@ NS .\n"),
                        options(),
                        (o, oo, ol, type, c, ttl, r, ro, rl, position) ->
                                positions.add(position + "/" + position.file() + position.line()));
        assertThat(positions)
                .containsExactly(
                        "test.zone:3/test.zone3",
                        "test.zone:5/test.zone5",
                        "test.zone:8/test.zone8");
        assertThat(result).isEqualTo(new ZoneFileReader.Result(3, 1));
    }

    // $GENERATE, as BIND 9.18 has it

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    1-2 n\\$x$ CNAME o$$ | n\\$x1.example. 1 CNAME o\\$.example. | n\\$x2.example. 1 CNAME o\\$.example.
                    1-2 p${0,4,x} CNAME o${0,3,o} | p0001.example. 1 CNAME o001.example. | p0002.example. 1 CNAME o002.example.
                    10-11 q${0,4,X} CNAME o${5,8,n} | q000A.example. 1 CNAME of.0.0.0. | q000B.example. 1 CNAME o0.1.0.0.
                    10-11 r${0,7,N} CNAME o | rA.0.0.0.example. 1 CNAME o.example. | rB.0.0.0.example. 1 CNAME o.example.
                    10-11 s${0,1,n} CNAME o${-1} | sa.example. 1 CNAME o9.example. | sb.example. 1 CNAME o10.example.
                    10-11 t${0} CNAME o${-10,2} | t10.example. 1 CNAME o00.example. | t11.example. 1 CNAME o01.example.
                    1-4/3 j$ 77 IN MX "10 mail$" | j1.example. 77 MX 10 mail1.example. | j4.example. 77 MX 10 mail4.example.
                    1-2 h$ TXT "number $" | h1.example. 1 TXT "number" "1" | h2.example. 1 TXT "number" "2"
                    1-2 h$ TXT "number $" b | h1.example. 1 TXT "number 1" "b" | h2.example. 1 TXT "number 2" "b"
                    1-2 h$ TXT a\\$b "c$" | h1.example. 1 TXT "a$b" "c1" | h2.example. 1 TXT "a$b" "c2"
                    0-1 $ 5 A 10.0.0.$ | 0.example. 5 A 10.0.0.0 | 1.example. 5 A 10.0.0.1
                    8-9 $ MX ( 1$ a.\\n ) | x | x
                    """)
    void generate_ofARange_makesItsRecords(String directive, String first, String second) {
        String zone = "$TTL 1\n$GENERATE " + directive.replace("\\n", "\n") + "\n";
        if (first.equals("x")) {
            assertThat(lines(zone))
                    .containsExactly("8.example. 1 MX 18 a.", "9.example. 1 MX 19 a.");
            return;
        }
        assertThat(lines(zone)).containsExactly(first, second);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1-",
                "-1",
                "2-1 a$ A 1.1.1.1",
                "1-2/0 a$ A 1.1.1.1",
                "1-2/ a$ A 1.1.1.1",
                "1-99999999999999999999 a$ A 1.1.1.1",
                "1-2 a$",
                "1-2 a$ A",
                "1-2 a$ FOO x",
                "1-2 a$ A 1.1.1.1 x",
                "1-2 \"a$\" A 1.1.1.1",
                "1-2 a${ A 1.1.1.1",
                "1-2 a${} A 1.1.1.1",
                "1-2 a${x} A 1.1.1.1",
                "1-2 a${0,256} A 1.1.1.1",
                "1-2 a${0,-1} A 1.1.1.1",
                "1-2 a${0,1,y} A 1.1.1.1",
                "1-2 a${0,1,d,d} A 1.1.1.1",
                "1-2 a${-2} A 1.1.1.1",
                "1-2 a$ A 1.1.1.25$$",
                "1-2 a${0,255}${0,255} A 1.1.1.1",
                "1-2 a$ MX \"1 ( a\""
            })
    void generate_thatIsWrong_isOneProblem(String directive) {
        assertThat(problems("$TTL 1\n$GENERATE " + directive + "\n@ A 1.1.1.1\n"))
                .extracting(ZoneFileProblem::line)
                .containsExactly(2L);
    }

    @Test
    void generate_ofTooMany_isRefusedBeforeItBegins() {
        assertThat(problems("$TTL 1\n$GENERATE 1-2147483647 a$ A 1.1.1.1\n").getFirst().toString())
                .isEqualTo(
                        "test.zone:2:1: found 2147483647 generated records, expected at most"
                                + " 1048576 in all");
        assertThatThrownBy(() ->
                        lines(
                                text("$TTL 1\n" + "$GENERATE 1-6 a$ A 1.1.1.1\n".repeat(2)),
                                options().withGenerateCount(10)))
                .hasMessageContaining("test.zone:3:1: found 6 generated records");
    }

    @Test
    void generate_ofTooMuchText_isStopped() {
        String text = "x".repeat(250) + " ";
        assertThatThrownBy(() ->
                        lines(
                                text("$TTL 1\n$GENERATE 1-10 a$ TXT " + text.repeat(20)),
                                options().withGenerateCount(10)))
                .hasMessageContaining("too much generated text");
    }

    // $INCLUDE

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    }

    @Test
    void include_ofAFileBelow_isReadInItsPlace() throws IOException {
        file("sub/b", "x A 1.1.1.2\n$INCLUDE c/d\n$ORIGIN nowhere.\n$TTL 9\nz A 1.1.1.4\n");
        file("sub/c/d", " A 1.1.1.3\n");
        Path zone =
                file(
                        "zone",
                        "$TTL 1\na A 1.1.1.1\n$INCLUDE \"sub/b\" inner ; x\n A 1.1.1.5\n@ NS .\n");
        List<String> files = new ArrayList<>();
        ZoneFileReader.Result result =
                ZoneFileReader.read(
                        ZoneFileSource.of(zone),
                        options(),
                        (o, oo, ol, t, c, ttl, r, ro, rl, position) ->
                                files.add(
                                        Path.of(position.file()).getFileName()
                                                + ":"
                                                + position.line()));
        assertThat(files).containsExactly("zone:2", "b:1", "d:1", "b:5", "zone:4", "zone:5");
        assertThat(result.files()).isEqualTo(3);
        assertThat(lines(ZoneFileSource.of(zone), options()))
                .containsExactly(
                        "a.example. 1 A 1.1.1.1",
                        "x.inner.example. 1 A 1.1.1.2",
                        "x.inner.example. 1 A 1.1.1.3",
                        "z.nowhere. 9 A 1.1.1.4",
                        "a.example. 9 A 1.1.1.5",
                        "example. 9 NS .");
    }

    @Test
    void include_ofAFileElsewhere_isRefusedUnlessAllowed() throws IOException {
        file("other/b", "x 1 A 1.1.1.2\n");
        Files.createSymbolicLink(
                Files.createDirectories(folder.resolve("zones")).resolve("link"),
                folder.resolve("other/b"));
        for (String name : List.of("../other/b", "link", folder.resolve("other/b").toString())) {
            Path zone = file("zones/zone", "$INCLUDE " + name + "\n");
            ZoneFileSource source = ZoneFileSource.of(zone);
            assertThatThrownBy(() -> lines(source, options()))
                    .hasMessageContaining("a file in the zone file's folder or below it");
            assertThat(lines(source, options().withIncludes(IncludePolicy.ANYTHING)))
                    .containsExactly("x.example. 1 A 1.1.1.2");
            assertThatThrownBy(() -> lines(source, options().withIncludes(IncludePolicy.NOTHING)))
                    .hasMessageContaining("not allowed");
        }
        assertThat(problems("$INCLUDE zone\n")).hasSize(1);
    }

    @Test
    void include_ofWhatCannotBeRead_isAProblem() throws IOException {
        Files.createDirectories(folder.resolve("dir"));
        for (String name : List.of("missing", "dir", ".", "\\000", "\"\"", "", "zone")) {
            Path zone = file("zone", "\n$INCLUDE " + name + "\n$TTL\n");
            assertThatThrownBy(() -> lines(ZoneFileSource.of(zone), options()))
                    .isInstanceOfSatisfying(
                            ZoneFileException.class,
                            e ->
                                    assertThat(e.problems())
                                            .extracting(ZoneFileProblem::line)
                                            .containsExactly(2L, 3L));
        }
    }

    @Test
    void include_tooDeepOrTooOften_isAProblem() throws IOException {
        for (int i = 0; i < 12; i++) {
            file("f" + i, "$INCLUDE f" + (i + 1) + "\n");
        }
        file("f12", "");
        assertThatThrownBy(() -> lines(ZoneFileSource.of(folder.resolve("f0")), options()))
                .hasMessageContaining("at most 10 deep")
                .hasMessageContaining("f10:1");
        assertThat(lines(ZoneFileSource.of(folder.resolve("f2")), options())).isEmpty();
        for (int i = 0; i < 8; i++) {
            file("g" + i, ("$INCLUDE g" + (i + 1) + "\n").repeat(10));
        }
        file("g8", "");
        assertThatThrownBy(() -> lines(ZoneFileSource.of(folder.resolve("g0")), options()))
                .hasMessageContaining("at most 1000 included files");
    }

    // what nobody writes by accident

    @Test
    void word_withoutEnd_isRefused() {
        assertThat(problems("a 1 TXT " + "x".repeat(1 << 21) + "\n").getFirst().found())
                .isEqualTo("a word of more than 262204 bytes");
        assertThat(problems("a 1 TXT \"" + "x".repeat(1 << 21) + "\n").getFirst().expected())
                .isEqualTo("a shorter one");
        assertThat(problems("x".repeat(1 << 17) + " 1 A 1.1.1.1\n")).hasSize(1);
    }

    @Test
    void entry_withoutEnd_isRefusedAndWhatFollowsIsRead() {
        String zone = "a 1 TXT (\n" + " \n;\n".repeat(1 << 19) + ")\nb 1 A x\n";
        assertThat(problems(zone)).extracting(ZoneFileProblem::line).startsWith(1L);
        assertThat(problems("a 1 TXT ( ;" + "x".repeat(3 << 20)))
                .extracting(ZoneFileProblem::found)
                .containsExactly("an entry of more than 1048576 bytes");
        assertThat(problems("a 1 TXT " + "( ".repeat(1 << 19)).getFirst().found())
                .isEqualTo("\"(\" that is never closed");
        assertThat(lines(";" + "x".repeat(3 << 20) + "\na 1 A 1.1.1.1")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\\", "a \\", "a 1 TXT \"\\", "a 1 TXT \\\n", "(", ")", "\"", "\"\"", "$"})
    void fragment_isAProblemAndNothingElse(String zone) {
        assertThat(problems(zone)).hasSize(1);
    }
}
