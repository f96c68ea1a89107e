namespace EcgEdge.Agent.Mqtt;

/// <summary>Sets a libmosquitto client up as the options ask, and connects it.</summary>
internal static unsafe class MosquittoSetup
{
    /// <returns>What is wrong with the options, in one sentence; null if nothing is.</returns>
    /// <exception cref="IOException">The password file cannot be read.</exception>
    public static string? Apply(nint handle, MqttOptions options, MqttVersion version, LastWill? will)
    {
        int code = LibMosquitto.SetThreaded(handle, true);
        if (code == LibMosquitto.Success) code = LibMosquitto.SetOption(handle, LibMosquitto.OptionProtocolVersion, (int)version);
        // An alert is one small packet: waiting for more to send along with it would only delay it.
        if (code == LibMosquitto.Success) code = LibMosquitto.SetOption(handle, LibMosquitto.OptionTcpNoDelay, 1);
        if (code == LibMosquitto.Success) code = LibMosquitto.SetMaxInFlight(handle, (uint)options.MaxInFlight);
        if (code != LibMosquitto.Success) return LibMosquitto.Explain(code);
        return SetCredentials(handle, options) ?? SetWill(handle, will) ?? SetTls(handle, options);
    }

    /// <summary>Resolves the name and opens the TCP connection; blocks meanwhile.</summary>
    /// <returns>A return code of the library.</returns>
    public static int Connect(nint handle, MqttOptions options, MqttVersion version)
    {
        nint properties = 0;
        // The packet's own header and topic come on top of the payload.
        if (version == MqttVersion.V5) _ = LibMosquitto.AddProperty(ref properties, LibMosquitto.PropertyMaximumPacketSize, 2 * MqttMessage.MaxBytes);
        try
        {
            return LibMosquitto.Connect(handle, options.Host!, options.Port, options.KeepAliveSeconds, null, properties);
        }
        finally
        {
            LibMosquitto.FreeProperties(ref properties);
        }
    }

    private static string? SetCredentials(nint handle, MqttOptions options)
    {
        if (string.IsNullOrEmpty(options.Username)) return null;
        string? password = string.IsNullOrEmpty(options.PasswordFile) ? options.Password?.Reveal() : File.ReadLines(options.PasswordFile).FirstOrDefault() ?? "";
        int code = LibMosquitto.SetCredentials(handle, options.Username, password);
        return code == LibMosquitto.Success ? null : $"user name or password cannot be used: {LibMosquitto.Explain(code)}";
    }

    private static string? SetWill(nint handle, LastWill? will)
    {
        if (will is null) return null;
        int code;
        fixed (byte* payload = will.Payload)
            code = LibMosquitto.SetWill(handle, will.Topic, will.Payload.Length, payload, qos: 1, retain: true);
        return code == LibMosquitto.Success ? null : $"last will on \"{will.Topic}\": {LibMosquitto.Explain(code)}";
    }

    private static string? SetTls(nint handle, MqttOptions options)
    {
        if (!options.Tls) return null;
        // Where only a client certificate is given, libmosquitto still asks for an authority: the system's folder.
        string? folder = string.IsNullOrEmpty(options.CaFile) && options.HasClientCertificate ? MqttOptions.SystemCertificates : null;
        int code = string.IsNullOrEmpty(options.CaFile) && folder is null
            ? LibMosquitto.SetOption(handle, LibMosquitto.OptionTlsUseSystemCertificates, 1)
            : LibMosquitto.SetTls(handle, Given(options.CaFile), folder, Given(options.CertificateFile), Given(options.KeyFile), 0);
        return code == LibMosquitto.Success
            ? null
            : $"TLS with certificates from \"{Given(options.CaFile) ?? "the system"}\": {LibMosquitto.Explain(code)}";
    }

    private static string? Given(string? path) => string.IsNullOrEmpty(path) ? null : path;
}
