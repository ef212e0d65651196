using System.Globalization;

namespace Homeport.Cli.Serving;

/// <summary>A number of bytes as people write it: <c>2GiB</c>, <c>500MB</c>, <c>1000000</c>, or <c>0</c>.</summary>
internal static class ByteCount
{
    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
        ("kB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000), ("", 1),
    ];

    /// <summary>Null when the variable is not set.</summary>
    /// <exception cref="CommandException">It is no number of bytes.</exception>
    public static long? Read(Surroundings surroundings, string name)
    {
        if (surroundings.Variable(name)?.Trim() is not { } text)
        {
            return null;
        }

        var (unit, bytes) = Units.First(unit => text.EndsWith(unit.Unit, StringComparison.OrdinalIgnoreCase));
        return decimal.TryParse(text[..^unit.Length].Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * bytes <= long.MaxValue
                ? (long)(number * bytes)
                : throw CommandException.Usage($"{name} is '{text}', which is no number of bytes. Set it to something like 2GiB, or to 0 to start tasks whatever the disk holds.");
    }
}
