using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Homeport.Bench.Figures;

/// <summary>What a run found out: a table for people, JSON for the history.</summary>
internal sealed class Report(string version, DateTimeOffset at)
{
    private readonly List<Figure> _figures = [];

    public required Machine Machine { get; set; }

    public IReadOnlyList<Figure> Figures => _figures;

    public void Add(Figure figure)
    {
        _figures.Add(figure);
        Console.WriteLine(Row(figure));
    }

    public static string Head { get; } =
        "| figure | unit | ours (min / median / max) | peer | peer's (min / median / max) | ratio | bar | met |\n" +
        "| --- | --- | --- | --- | --- | --- | --- | --- |";

    public async Task SaveAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{at:yyyy-MM-dd}-{version}.json"));
        using var buffer = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            Write(writer);
        }

        await File.WriteAllTextAsync(path, Encoding.UTF8.GetString(buffer.ToArray()) + "\n", cancellationToken);
        await Console.Out.WriteLineAsync($"\nWritten to {path}");
    }

    private static string Row(Figure figure) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {figure.Name} | {figure.Unit} | {Spread(figure.Ours)} | {figure.PeerName ?? ""} | {Spread(figure.Peer)} | " +
        $"{Spread(figure.Ratio)} | {figure.Bar ?? ""} | {figure.IsMet switch { true => "yes", false => "**no**", null => "" }} |");

    private static string Spread(Samples? samples) =>
        samples is null ? "" : $"{Number(samples.Min)} / **{Number(samples.Median)}** / {Number(samples.Max)}";

    private static string Number(double value) => value.ToString(
        Math.Abs(value) switch { >= 100 => "#,0", >= 10 => "0.0", _ => "0.00" }, CultureInfo.InvariantCulture);

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("version", version);
        json.WriteString("at", at.UtcDateTime);
        json.WriteStartObject("machine");
        json.WriteString("system", Machine.System);
        json.WriteString("runtime", Machine.Runtime);
        json.WriteNumber("cores", Machine.Cores);
        json.WriteString("processor", Machine.Processor);
        json.WriteNumber("memoryGiB", Machine.MemoryGiB);
        json.WriteNumber("loadBefore", Machine.LoadBefore);
        json.WriteNumber("loadAfter", Machine.LoadAfter);
        json.WriteEndObject();
        json.WriteStartArray("figures");
        foreach (var figure in _figures)
        {
            json.WriteStartObject();
            json.WriteString("name", figure.Name);
            json.WriteString("unit", figure.Unit);
            Write(json, "ours", figure.Ours);
            json.WriteString("peerName", figure.PeerName);
            Write(json, "peer", figure.Peer);
            Write(json, "ratio", figure.Ratio);
            json.WriteString("bar", figure.Bar);
            if (figure.IsMet is { } met)
            {
                json.WriteBoolean("met", met);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, Samples? samples)
    {
        if (samples is null)
        {
            return;
        }

        json.WriteStartObject(name);
        json.WriteNumber("min", Math.Round(samples.Min, 4));
        json.WriteNumber("median", Math.Round(samples.Median, 4));
        json.WriteNumber("max", Math.Round(samples.Max, 4));
        json.WriteNumber("count", samples.Count);
        json.WriteEndObject();
    }
}
