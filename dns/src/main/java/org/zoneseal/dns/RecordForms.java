package org.zoneseal.dns;

/** The table of forms, by type. */
final class RecordForms {

    private static final RecordForm[] FORMS = new RecordForm[65536];

    private static final Mnemonics ALGORITHMS =
            new Mnemonics()
                    .add("DELETE", 0)
                    .add("RSAMD5", 1)
                    .add("DH", 2)
                    .add("DSA", 3)
                    .add("RSASHA1", 5)
                    .add("DSA-NSEC3-SHA1", 6)
                    .add("RSASHA1-NSEC3-SHA1", 7)
                    .add("RSASHA256", 8)
                    .add("RSASHA512", 10)
                    .add("ECC-GOST", 12)
                    .add("ECDSAP256SHA256", 13)
                    .add("ECDSAP384SHA384", 14)
                    .add("ED25519", 15)
                    .add("ED448", 16)
                    .add("INDIRECT", 252)
                    .add("PRIVATEDNS", 253)
                    .add("PRIVATEOID", 254);

    private RecordForms() {}

    static {
        for (int type : new int[] {2, 3, 4, 5, 7, 8, 9, 12, 39}) {
            lower(type, name("a domain name"));
        }
        plain(1, AddressField.ipv4());
        lower(
                6,
                name("the primary server"),
                name("the mailbox of the zone's keeper"),
                number(4, "the serial"),
                new PeriodField("the refresh period"),
                new PeriodField("the retry period"),
                new PeriodField("the expiry period"),
                new PeriodField("the negative TTL"));
        plain(13, StringField.one("the machine"), StringField.one("the system"));
        lower(15, number(2, "the preference"), name("the mail server"));
        plain(16, StringField.all("a text"));
        plain(28, AddressField.ipv6());
        lower(
                33,
                number(2, "the priority"),
                number(2, "the weight"),
                number(2, "the port"),
                name("the target"));
        digest(43);
        lower(46, signature());
        plain(47, name("the next name"), new TypeBitmapField());
        key(48);
        plain(
                50,
                number(1, "the hash algorithm"),
                number(1, "the flags"),
                number(2, "the iterations"),
                HexField.behindLength("the salt"),
                new Base32HexField("the next hash"),
                new TypeBitmapField());
        plain(
                51,
                number(1, "the hash algorithm"),
                number(1, "the flags"),
                number(2, "the iterations"),
                HexField.behindLength("the salt"));
        digest(59);
        key(60);
        plain(
                63,
                number(4, "the serial"),
                number(1, "the scheme"),
                number(1, "the hash algorithm"),
                HexField.rest(12, "the digest"));
        plain(
                257,
                number(1, "the flags"),
                StringField.one("the tag"),
                new RestStringField("the value"));
    }

    static RecordForm of(int type) {
        RecordForm known = FORMS[type];
        return known != null ? known : new RecordForm(type, false);
    }

    private static void plain(int type, Field... fields) {
        FORMS[type] = new RecordForm(type, false, fields);
    }

    /** A type whose canonical form has its names in lower case. */
    private static void lower(int type, Field... fields) {
        FORMS[type] = new RecordForm(type, true, fields);
    }

    private static void digest(int type) {
        plain(
                type,
                number(2, "the key tag"),
                algorithm(),
                number(1, "the digest type"),
                HexField.rest(1, "the digest"));
    }

    private static void key(int type) {
        plain(
                type,
                number(2, "the flags"),
                number(1, "the protocol"),
                algorithm(),
                new Base64Field(0, "the public key"));
    }

    private static Field[] signature() {
        return new Field[] {
            new TypeField(),
            algorithm(),
            number(1, "the number of labels"),
            number(4, "the original TTL"),
            new TimeField("the expiration"),
            new TimeField("the inception"),
            number(2, "the key tag"),
            name("the signer's name"),
            new Base64Field(0, "the signature")
        };
    }

    private static NameField name(String what) {
        return new NameField(what);
    }

    private static NumberField number(int size, String what) {
        return new NumberField(size, what);
    }

    private static Field algorithm() {
        return new MnemonicField(1, "the algorithm", ALGORITHMS);
    }
}
