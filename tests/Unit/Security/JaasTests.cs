using System.Buffers.Text;
using System.Text;
using AirbyteKafka.Security.Sasl;
using CsCheck;
using Xunit;
using static AirbyteKafka.Tests.Settings.ConfigJson;

namespace AirbyteKafka.Tests.Security;

public sealed class JaasTests
{
    private const string PlainModule = "org.apache.kafka.common.security.plain.PlainLoginModule";
    private const string ScramModule = "org.apache.kafka.common.security.scram.ScramLoginModule";
    private const string OAuthModule = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule";
    private const string KerberosModule = "com.sun.security.auth.module.Krb5LoginModule";

    /// <summary>What Kafka 4.3.1's own JaasConfig made of these texts, run on Java 17.</summary>
    [Theory]
    [InlineData("required username=\"airbyte\" password=\"t0p\";", "airbyte", "t0p")]
    [InlineData("REQUISITE\n\tusername='air byte'\r\n password='say \"hi\"' ;", "air byte", "say \"hi\"")]
    [InlineData("sufficient username=airbyte password=a-b_c$d.9;", "airbyte", "a-b_c$d.9")]
    [InlineData("Optional username = \"a\" password = \"b;c=d\";", "a", "b;c=d")]
    [InlineData("required username=\"a\\\\b\" password=\"\\\"\\t\\n\\r\\a\\b\\f\\v\\x\\/\";", "a\\b", "\"\t\n\r\a\b\f\vx/")]
    [InlineData("required username=\"\\101\\7x\" password=\"\\3775\\4567\";", "A\ax", "\u00ff5%67")]
    [InlineData("required /* who */ username=\"a\" // and\n password=\"b\" / how\n;", "a", "b")]
    [InlineData("required username=\"a\" username=\"b\" password=\"c\";", "b", "c")]
    [InlineData("required /\n c\n username=\"a\" /* x */ password=\"b\";", "a", "b")]
    [InlineData("required username=bär password=\"naïve 日本 😀\";", "bär", "naïve 日本 😀")]
    [InlineData("required \"username\"=\"a\" 'password'=\"b\"; // the end", "a", "b")]
    public void Texts_are_read_as_kafka_reads_them(string options, string user, string password) =>
        Assert.Equal(new PasswordLogin("PLAIN", user, password), Parse(WithLogin("PLAIN", $"{PlainModule} {options}")).Protocol.Login);

    [Theory]
    [InlineData("/* nothing */", "names no login module")]
    [InlineData("\u0001;", "does not begin with the class name of a login module")]
    [InlineData(PlainModule, "has no control flag (required, requisite, sufficient or optional) after the login module")]
    [InlineData(PlainModule + " username=\"a\" password=\"b\";", "has no control flag (required, requisite, sufficient or optional) "
        + "after the login module")]
    [InlineData(PlainModule + " required username=\"a\" password=\"b\"", "does not end with a semicolon")]
    [InlineData(PlainModule + " required username=\"a\" password=\"b;", "has a quote at character 88 that is not closed in its line")]
    [InlineData(PlainModule + " required username=\"a\" password=\"b\n\";", "has a quote at character 88 that is not closed in its line")]
    [InlineData(PlainModule + " required username \"a\";", "has no '=' after the option that begins at character 66")]
    [InlineData(PlainModule + " required username=;", "has no value for the option that begins at character 66; values with other "
        + "characters than letters need quotes")]
    [InlineData(PlainModule + " required username=\"a\" password=1234;", "has no value for the option that begins at character 79; "
        + "values with other characters than letters need quotes")]
    [InlineData(PlainModule + " required username=\"a\" password=/etc/x;", "has no value for the option that begins at character 79; "
        + "values with other characters than letters need quotes")]
    [InlineData(PlainModule + " required username=\"a\" password=\"se\"cret\";", "has no '=' after the option that begins at character 92")]
    [InlineData(PlainModule + " required =;", "has no option where one should begin, at character 66")]
    [InlineData(PlainModule + " required username=\"a\" password=\"b\"; " + PlainModule + " optional;",
        "goes on after its first semicolon, at character 93; Kafka takes exactly one login module")]
    public void Broken_texts_are_refused_by_place_and_never_repeated(string jaas, string problem) => Assert.Equal(
        [$"protocol.sasl_jaas_config {problem}. It has to read: <login module> required <option>=\"<value>\" …;"],
        Messages(WithLogin("PLAIN", jaas)));

    [Fact]
    public void Any_user_and_password_survive_being_written_and_read()
    {
        var text = Gen.String["ab\"'\\;=/*\n\r\t #$-_.09 äß日\u0001\u009f"].Where(value => value.Length > 0);
        Gen.Select(text, text, Gen.OneOf("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512")).Sample((user, password, mechanism) =>
            Assert.Equal(new PasswordLogin(mechanism, user, password),
                Parse(WithLogin(mechanism, new PasswordLogin(mechanism, user, password).ToJaas().ToJaasText())).Protocol.Login));
    }

    [Fact]
    public void Any_client_of_an_identity_provider_survives_being_written_and_read()
    {
        // What begins with a blank is refused: librdkafka would cut it off.
        var text = Gen.String["ab\"'\\;=/*\n\r\t #$-_.09 äß日"].Select(value => $"a{value}");
        Gen.Select(text, text, text).Sample((client, secret, scope) =>
        {
            var login = new OidcLogin(client, secret, scope, [new("logicalCluster", "lkc-1")], new Uri("https://idp/token"), null);
            var read = Parse(WithLogin("OAUTHBEARER", login.ToJaas().ToJaasText(),
                ("sasl_oauthbearer_token_endpoint_url", "https://idp/token"))).Protocol.Login;
            Assert.Equivalent(login, read);
        });
    }

    [Fact]
    public void Amazons_own_login_is_refused_with_what_to_use_instead()
    {
        const string Instead = "AWS_MSK_IAM is not supported: the Kafka client used here cannot sign requests with AWS credentials. "
            + "Amazon MSK can be used with SASL_SSL and SCRAM-SHA-512 "
            + "(a user in AWS Secrets Manager, port 9096), or with security_protocol SSL and a client certificate (port 9094).";
        const string Module = "software.amazon.msk.auth.iam.IAMLoginModule required;";
        Assert.Equal(
            [$"protocol.sasl_mechanism: {Instead}", $"protocol.sasl_jaas_config: IAMLoginModule is for AWS_MSK_IAM. {Instead}"],
            [.. Messages(WithLogin("aws_msk_iam", Module)), .. Messages(WithLogin("SCRAM-SHA-512", Module))]);
    }

    [Theory]
    [InlineData("SCRAM-SHA-256", PlainModule + " required username=a password=b;", "PlainLoginModule is for PLAIN and does not fit "
        + "sasl_mechanism SCRAM-SHA-256, which needs ScramLoginModule.")]
    [InlineData("PLAIN", ScramModule + " required username=a password=b;", "ScramLoginModule is for SCRAM-SHA-256 and SCRAM-SHA-512 and "
        + "does not fit sasl_mechanism PLAIN, which needs PlainLoginModule.")]
    [InlineData("GSSAPI", OAuthModule + " required;", "OAuthBearerLoginModule is for OAUTHBEARER and does not fit sasl_mechanism GSSAPI, "
        + "which needs Krb5LoginModule.")]
    [InlineData("OAUTHBEARER", KerberosModule + " required;", "Krb5LoginModule is for GSSAPI and does not fit sasl_mechanism "
        + "OAUTHBEARER, which needs OAuthBearerLoginModule.")]
    [InlineData("PLAIN", "com.example.MyLoginModule required;",
        "the login module 'com.example.MyLoginModule' is not known here." + Known + "PLAIN needs PlainLoginModule.")]
    [InlineData("PLAIN", "hunter2 required;", "the login module is not known here." + Known + "PLAIN needs PlainLoginModule.")]
    [InlineData("PLAIN", PlainModule + " required password=b;", "PlainLoginModule lacks the option username.")]
    [InlineData("PLAIN", PlainModule + " required username=a password=\"\";", "PlainLoginModule has an empty option password.")]
    [InlineData("SCRAM-SHA-512", ScramModule + " required username=a password=b tokenauth=true;", "ScramLoginModule asks for a "
        + "delegation token (tokenauth), which librdkafka cannot use. Log in as a SCRAM user.")]
    [InlineData("GSSAPI", KerberosModule + " required useTicketCache=true;", "Krb5LoginModule lacks the option serviceName, the name "
        + "Kafka runs as (mostly kafka).")]
    [InlineData("GSSAPI", KerberosModule + " required serviceName=kafka;", "Krb5LoginModule needs useKeyTab=true with keyTab and "
        + "principal, or useTicketCache=true. It cannot ask for a password.")]
    [InlineData("GSSAPI", KerberosModule + " required serviceName=kafka useKeyTab=true principal=me;",
        "Krb5LoginModule needs both options keyTab and principal to log in with a key table.")]
    [InlineData("GSSAPI", KerberosModule + " required serviceName=kafka useTicketCache=true ticketCache=\"/tmp/x\";", "Krb5LoginModule has the option ticketCache, which librdkafka does not know. Name the cache in the environment variable KRB5CCNAME instead.")]
    [InlineData("GSSAPI", KerberosModule + " required serviceName=kafka keyTab=\"/k\" principal=\"$(touch /tmp/x)\";",
        "Krb5LoginModule has a value for principal with characters other than letters, digits and . _ - / @ + :, or with a leading '-'.")]
    [InlineData("OAUTHBEARER", OAuthModule + " required;", "OAuthBearerLoginModule has neither clientId and clientSecret for an identity "
        + "provider (with protocol.sasl_oauthbearer_token_endpoint_url) nor unsecuredLoginStringClaim_sub for unsecured tokens.")]
    [InlineData("OAUTHBEARER", OAuthModule + " required unsecuredLoginLifetimeSeconds=\"9\";", "OAuthBearerLoginModule lacks the option "
        + "unsecuredLoginStringClaim_sub, the principal of the token.")]
    [InlineData("OAUTHBEARER", OAuthModule + " required unsecuredLoginStringClaim_sub=me unsecuredLoginLifetimeSeconds=\"soon\";",
        "OAuthBearerLoginModule has an option unsecuredLoginLifetimeSeconds that is not a whole number of seconds, at least 1.")]
    [InlineData("OAUTHBEARER", OAuthModule + " required unsecuredLoginStringClaim_sub=me unsecuredLoginNumberClaim_age=\"9\";",
        "OAuthBearerLoginModule asks for 1 claim in its unsecured token besides principal, scope and lifetime; no others are written.")]
    [InlineData("OAUTHBEARER", OAuthModule + " required unsecuredLoginStringClaim_sub=me clientId=x;", "OAuthBearerLoginModule mixes unsecured tokens (unsecuredLogin… options) with an identity provider (clientId, clientSecret, sasl_oauthbearer_token_endpoint_url). Keep one of them.")]
    public void What_makes_no_login_is_said_in_a_sentence(string mechanism, string jaas, string problem) =>
        Assert.Equal(["protocol.sasl_jaas_config: " + problem], Messages(WithLogin(mechanism, jaas)));

    [Theory]
    [InlineData("ftp://idp/token")]
    [InlineData("idp.example.com/token")]
    [InlineData("https://user:pass@idp.example.com/token")]
    public void A_token_endpoint_that_is_no_web_address_is_refused(string url) => Assert.Equal(
        ["protocol.sasl_oauthbearer_token_endpoint_url is not an http or https address such as https://login.example.com/oauth2/token, "
            + "without user and password."],
        Messages(WithLogin("OAUTHBEARER", OAuthModule + " required clientId=a clientSecret=b;",
            ("sasl_oauthbearer_token_endpoint_url", url))));

    [Fact]
    public void An_unsecured_token_claims_what_was_asked_for_and_names_no_more()
    {
        const string Options =
            "unsecuredLoginPrincipalClaimName=azp unsecuredLoginStringClaim_azp=\"\\\"me\\\" too\" "
                + "unsecuredLoginListClaim_scope=\"|a,b|c\" "
            + "unsecuredLoginLifetimeSeconds=\"60\" unsecuredLoginExtension_tenant=x";
        var login = Assert.IsType<ITokenSource>(Parse(WithLogin("OAUTHBEARER", $"{OAuthModule} required {Options};")).Protocol.Login,
            exactMatch: false);

        var token = login.Issue(DateTimeOffset.FromUnixTimeMilliseconds(1_000_500));

        Assert.Equal(
            ["""{"alg":"none"}""", """{"azp":"\u0022me\u0022 too","iat":1000.5,"exp":1060.5,"scope":["a,b","c"]}""", ""],
            token.Value.Split('.').Select(part => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part))));
        Assert.Equal(("\"me\" too", 1_030_500L, "tenant=x"),
            (token.Principal, token.RenewalMilliseconds, string.Join(' ', token.Extensions.Select(e => $"{e.Key}={e.Value}"))));
    }

    [Fact]
    public void A_client_without_a_token_endpoint_and_with_half_its_options_hears_of_both() => Assert.Equal(
        ["JaasOption protocol.sasl_jaas_config", "JaasOption protocol.sasl_jaas_config",
            "TokenEndpoint protocol.sasl_oauthbearer_token_endpoint_url"],
        Problems(WithLogin("OAUTHBEARER", OAuthModule + " required clientId=a extension_auth=x;")));

    [Fact]
    public void Each_mechanism_becomes_the_properties_of_librdkafka() => Assert.Equal(
        [
            "sasl.mechanism=PLAIN sasl.username=u sasl.password=p",
            "sasl.mechanism=SCRAM-SHA-256 sasl.username=u sasl.password=p",
            "sasl.mechanism=OAUTHBEARER sasl.oauthbearer.method=oidc sasl.oauthbearer.client.id=c sasl.oauthbearer.client.secret=s "
                + "sasl.oauthbearer.token.endpoint.url=https://idp/token sasl.oauthbearer.scope=a b "
                + "sasl.oauthbearer.extensions=tenant=x,pool=y",
            "sasl.mechanism=OAUTHBEARER",
            "sasl.mechanism=GSSAPI sasl.kerberos.service.name=kafka sasl.kerberos.principal=me@EXAMPLE.COM "
                + "sasl.kerberos.keytab=/etc/me.keytab",
            "sasl.mechanism=GSSAPI sasl.kerberos.service.name=kafka sasl.kerberos.min.time.before.relogin=0",
        ],
        new[]
        {
            WithLogin("plain", PlainModule + " required username=u password=p;"),
            WithLogin("SCRAM-SHA-256", ScramModule + " required username=u password=p;"),
            WithLogin("OAUTHBEARER", OAuthModule + " required clientId=c clientSecret=s scope=\"a b\" extension_tenant=x "
                + "extension_pool=y;", ("sasl_oauthbearer_token_endpoint_url", "https://idp/token")),
            WithLogin("OAUTHBEARER", OAuthModule + " required unsecuredLoginPrincipalClaimName=azp unsecuredLoginStringClaim_azp=me "
                + "unsecuredLoginListClaim_scope=\"|a|b\" unsecuredLoginLifetimeSeconds=\"60\" unsecuredLoginExtension_tenant=x;"),
            WithLogin("GSSAPI", KerberosModule + " required useKeyTab=true storeKey=true serviceName=kafka keyTab=\"/etc/me.keytab\" "
                + "principal=\"me@EXAMPLE.COM\";"),
            WithLogin("GSSAPI", KerberosModule + " required useTicketCache=true serviceName=kafka;"),
        }.Select(json => string.Join(' ',
            Parse(json).ToLibrdkafkaClientProperties().Where(property => property.Key.Contains("sasl.", StringComparison.Ordinal)).Select(
            property => $"{property.Key}={property.Value}"))));

    [Fact]
    public void Options_nobody_reads_are_counted_not_named() => Assert.Equal(
        ["protocol.sasl_jaas_config: 2 options have no effect with PlainLoginModule here. Known are: password, username."],
        Warnings(WithLogin("PLAIN", PlainModule + " required username=a password=\"se\" cret=\"x\" debug=true;")));

    [Fact]
    public void An_absent_mechanism_is_the_default_of_the_form() => Assert.Equal(
        ["PLAIN as 'a'", "protocol.sasl_jaas_config: PlainLoginModule is for PLAIN and does not fit sasl_mechanism GSSAPI (the default, "
            + "as sasl_mechanism is absent), which needs Krb5LoginModule."],
        [
            Parse(WithProtocol(("security_protocol", "sasl_plaintext"),
                ("sasl_jaas_config", PlainModule + " required username=a password=bcd;"))).Protocol.Login!.ToString(),
            .. Messages(WithProtocol(("security_protocol", "SASL_SSL"),
                ("sasl_jaas_config", PlainModule + " required username=a password=bcd;"))),
        ]);

    private const string Known = " Known are " + PlainModule + ", " + ScramModule + ", " + OAuthModule + ", " + KerberosModule + "; ";
}
