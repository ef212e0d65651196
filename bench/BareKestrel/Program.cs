using System.Globalization;
using System.Text.Json.Serialization;

// The peer: what ASP.NET Core alone costs. One endpoint that answers a small JSON object, and nothing else.
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, BareJson.Default));
await using var app = builder.Build();
app.MapGet("/api/health", () => new Health("ok", "0.1.0", 1.234, 1, "none"));
await app.StartAsync();
await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"BACKEND_PORT:{new Uri(app.Urls.First()).Port}"));
await app.WaitForShutdownAsync();

internal sealed record Health(string Status, string Version, double Uptime, int Workers, string Store);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Health))]
internal sealed partial class BareJson : JsonSerializerContext;
