using System.Runtime.InteropServices;

namespace AirbyteKafka.Kafka.Failures;

/// <summary>Says what the native Kafka client needs for Kerberos and does not find.</summary>
internal static class KerberosAdvice
{
    /// <summary>The advice for a processor.</summary>
    internal static string For(Architecture processor) =>
        $"Kerberos (GSSAPI) is not to be had on this machine: {(processor == Architecture.X64 ? Library : WithoutKerberos(processor))} "
            + $"or choose another protocol.sasl_mechanism.";

    // The client is built on Red Hat, which names the library so; Debian's is the same by another name. Tickets from a key table come by
    // kinit.
    private const string Library =
        "the native Kafka client did not find libsasl2.so.3. On Debian and Ubuntu install krb5-user, libsasl2-2 and "
            + "libsasl2-modules-gssapi-mit, and make the link that those lack: "
        + "ln -s libsasl2.so.2 /usr/lib/x86_64-linux-gnu/libsasl2.so.3. On Red Hat's systems install krb5-workstation and "
            + "cyrus-sasl-gssapi. The image has all of it. Do so,";

    private static string WithoutKerberos(Architecture processor) =>
        $"the native Kafka client for {processor.ToString().ToLowerInvariant()} is built without it. Run the sync on a machine with an "
            + $"x64 processor,";
}
