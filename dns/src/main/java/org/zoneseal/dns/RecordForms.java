package org.zoneseal.dns;

import static org.zoneseal.dns.RecordType.*;

/**
 * The table of forms: a row for each type of the registry.
 *
 * <p>Types without a row are opaque (RFC 3597): NULL, UINFO, UID, GID and UNSPEC, for which no
 * presentation form was ever defined; OPT, TKEY, TSIG, NXNAME and the query types, which no zone
 * holds; and all that are not registered.
 */
final class RecordForms {

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

    private static final Mnemonics CERTIFICATES =
            new Mnemonics()
                    .add("PKIX", 1)
                    .add("SPKI", 2)
                    .add("PGP", 3)
                    .add("IPKIX", 4)
                    .add("ISPKI", 5)
                    .add("IPGP", 6)
                    .add("ACPKIX", 7)
                    .add("IACPKIX", 8)
                    .add("URI", 253)
                    .add("OID", 254);

    private static final RecordForm[] FORMS = new RecordForm[65536];

    static {
        addresses();
        namesAlone();
        oldTypes();
        servers();
        texts();
        dnssec();
        keys();
        others();
    }

    private RecordForms() {}

    static RecordForm of(int type) {
        RecordForm known = FORMS[type];
        return known != null ? known : new RecordForm(type, false);
    }

    private static void addresses() {
        plain(A, AddressField.ipv4());
        plain(AAAA, AddressField.ipv6());
        lower(A6, new A6Field());
        plain(APL, new AplField());
        plain(NSAP, new NsapField());
        plain(ATMA, new AtmField());
        plain(EUI48, GroupsField.eui(6));
        plain(EUI64, GroupsField.eui(8));
        plain(NID, preference(), GroupsField.locator("the node identifier"));
        plain(L32, preference(), AddressField.ipv4());
        plain(L64, preference(), GroupsField.locator("the locator"));
        plain(LP, preference(), name("the name of the locators"));
        plain(IPN, new LongField("the node number"));
    }

    private static void namesAlone() {
        for (int type : new int[] {NS, MD, MF, CNAME, MB, MG, MR, PTR, DNAME}) {
            lower(type, name("a domain name"));
        }
        plain(NSAP_PTR, name("a domain name"));
        plain(TALINK, name("the name before"), name("the name behind"));
    }

    private static void oldTypes() {
        plain(WKS, AddressField.ipv4(), new ServicesField());
        plain(HINFO, StringField.one("the machine"), StringField.one("the system"));
        lower(MINFO, name("the mailbox"), name("the mailbox for errors"));
        lower(RP, name("the mailbox"), name("the name of the text"));
        plain(X25, StringField.one("the address"));
        plain(ISDN, StringField.one("the address"), StringField.optional("the subaddress"));
        lower(SIG, signature());
        plain(KEY, key(0));
        lower(PX, preference(), name("the domain"), name("the X.400 domain"));
        plain(
                GPOS,
                StringField.one("the longitude"),
                StringField.one("the latitude"),
                StringField.one("the altitude"));
        plain(LOC, new LocField());
        lower(NXT, name("the next name"), new OldBitmapField());
        plain(EID, HexField.rest(1, "the endpoint identifier"));
        plain(NIMLOC, HexField.rest(1, "the locator"));
        plain(
                SINK,
                number(1, "the meaning"),
                number(1, "the coding"),
                number(1, "the subcoding"),
                new Base64Field(0, "the data"));
    }

    private static void servers() {
        lower(
                SOA,
                name("the primary server"),
                name("the mailbox of the zone's keeper"),
                number(4, "the serial"),
                new PeriodField("the refresh period"),
                new PeriodField("the retry period"),
                new PeriodField("the expiry period"),
                new PeriodField("the negative TTL"));
        lower(MX, preference(), name("the mail server"));
        lower(AFSDB, number(2, "the subtype"), name("the server"));
        lower(RT, preference(), name("the relay"));
        lower(KX, preference(), name("the key exchanger"));
        lower(
                SRV,
                number(2, "the priority"),
                number(2, "the weight"),
                number(2, "the port"),
                name("the target"));
        lower(
                NAPTR,
                number(2, "the order"),
                preference(),
                StringField.one("the flags"),
                StringField.one("the services"),
                StringField.one("the regular expression"),
                name("the replacement"));
        plain(SVCB, serviceBinding());
        plain(HTTPS, serviceBinding());
        plain(
                URI,
                number(2, "the priority"),
                number(2, "the weight"),
                new RestStringField(1, "the target"));
        plain(AMTRELAY, number(1, "the precedence"), GatewayField.amtrelay());
        plain(
                DSYNC,
                new TypeField(),
                MnemonicField.written(1, "the scheme", new Mnemonics().add("NOTIFY", 1)),
                number(2, "the port"),
                name("the target"));
    }

    private static void texts() {
        for (int type : new int[] {TXT, SPF, NINFO, AVC, RESINFO, WALLET, CLA}) {
            plain(type, StringField.all("a text"));
        }
        plain(
                CAA,
                number(1, "the flags"),
                StringField.tag("the tag, letters and digits,"),
                new RestStringField(0, "the value"));
        plain(
                DOA,
                number(4, "the enterprise"),
                number(4, "the type"),
                number(1, "the location"),
                StringField.one("the media type"),
                Base64Field.orDash("the data"));
    }

    private static void dnssec() {
        for (int type : new int[] {DS, CDS, TA, DLV}) {
            plain(
                    type,
                    number(2, "the key tag"),
                    algorithm(),
                    number(1, "the digest type"),
                    HexField.digest(1, "the digest", 0, 20, 32, 0, 48));
        }
        for (int type : new int[] {DNSKEY, CDNSKEY, RKEY}) {
            plain(type, key(1));
        }
        lower(RRSIG, signature());
        plain(NSEC, name("the next name"), new TypeBitmapField());
        plain(
                NSEC3,
                number(1, "the hash algorithm"),
                number(1, "the flags"),
                number(2, "the iterations"),
                HexField.behindLength("the salt"),
                new Base32HexField("the next hash"),
                new TypeBitmapField());
        plain(
                NSEC3PARAM,
                number(1, "the hash algorithm"),
                number(1, "the flags"),
                number(2, "the iterations"),
                HexField.behindLength("the salt"));
        plain(CSYNC, number(4, "the serial"), number(2, "the flags"), new TypeBitmapField());
        plain(
                ZONEMD,
                number(4, "the serial"),
                number(1, "the scheme"),
                number(1, "the hash algorithm"),
                HexField.digest(12, "the digest, 12 bytes or more,", 0, 48, 64));
    }

    private static void keys() {
        plain(
                CERT,
                new MnemonicField(2, "the certificate type", CERTIFICATES),
                number(2, "the key tag"),
                algorithm(),
                new Base64Field(1, "the certificate"));
        plain(
                SSHFP,
                number(1, "the algorithm"),
                number(1, "the fingerprint type"),
                HexField.digest(1, "the fingerprint", 0, 20, 32));
        plain(
                IPSECKEY,
                number(1, "the precedence"),
                GatewayField.ipseckey(),
                new Base64Field(0, "the public key"));
        for (int type : new int[] {TLSA, SMIMEA}) {
            plain(
                    type,
                    number(1, "the certificate usage"),
                    number(1, "the selector"),
                    number(1, "the matching type"),
                    HexField.rest(1, "the certificate data"));
        }
        plain(HIP, new HipField());
    }

    private static void others() {
        plain(DHCID, new Base64Field(1, "the identifier"));
        plain(OPENPGPKEY, new Base64Field(1, "the key"));
        plain(HHIT, new Base64Field(1, "the identity"));
        plain(BRID, new Base64Field(1, "the identity"));
    }

    private static void plain(int type, Field... fields) {
        FORMS[type] = new RecordForm(type, false, fields);
    }

    /** A type of RFC 4034 §6.2: its canonical form has its names in lower case. */
    private static void lower(int type, Field... fields) {
        FORMS[type] = new RecordForm(type, true, fields);
    }

    private static Field[] key(int least) {
        return new Field[] {
            number(2, "the flags"),
            number(1, "the protocol"),
            algorithm(),
            new Base64Field(least, "the public key")
        };
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
            new Base64Field(1, "the signature")
        };
    }

    private static Field[] serviceBinding() {
        return new Field[] {number(2, "the priority"), name("the target"), new SvcParamsField()};
    }

    private static NameField name(String what) {
        return new NameField(what);
    }

    private static NumberField preference() {
        return number(2, "the preference");
    }

    private static NumberField number(int size, String what) {
        return new NumberField(size, what);
    }

    private static Field algorithm() {
        return new MnemonicField(1, "the algorithm", ALGORITHMS);
    }
}
