namespace AirbyteKafka.EmbeddedShell;

/// <summary>What a command line asks for.</summary>
internal enum ShellAction
{
    /// <summary>Run a script file.</summary>
    File,

    /// <summary>Run a text.</summary>
    Command,

    /// <summary>Print the version.</summary>
    Version,

    /// <summary>Print the usage.</summary>
    Help,

    /// <summary>Nothing that can be done: say why.</summary>
    Invalid,
}
