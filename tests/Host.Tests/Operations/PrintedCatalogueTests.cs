using System.Text.Json;
using Homeport.Host.Operations;

namespace Homeport.Host.Tests.Operations;

public sealed class PrintedCatalogueTests
{
    [Fact]
    public async Task OpenAPI_describes_every_operation_and_each_reference_leads_somewhere()
    {
        var printed = await PrintedCatalogue.PrintAsync("1.2.3", TimeProvider.System, TestContext.Current.CancellationToken);
        var document = JsonDocument.Parse(printed.OpenApi).RootElement;
        var schemas = document.GetProperty("components").GetProperty("schemas");

        Assert.Equal("3.1.0", document.GetProperty("openapi").GetString());
        Assert.All(References(document), reference => Assert.True(
            schemas.TryGetProperty(reference["#/components/schemas/".Length..], out _), $"{reference} leads nowhere"));
        var create = document.GetProperty("paths").GetProperty("/api/tasks").GetProperty("post");
        Assert.Equal("createUnitTask", create.GetProperty("operationId").GetString());
        Assert.Equal("task_write", create.GetProperty("x-permission").GetString());
        var task = schemas.GetProperty("CreateUnitTaskRequest");
        Assert.Equal(["repositoryGroupId", "prompt"], task.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
        Assert.Contains("200,000", task.GetProperty("properties").GetProperty("prompt").GetProperty("description").GetString(), StringComparison.Ordinal);
        var ids = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject())
            .Select(operation => operation.Value.GetProperty("operationId").GetString()).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task The_running_host_serves_its_description()
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.Owner.GetAsync("/openapi/v1.json", TestContext.Current.CancellationToken);

        Assert.Equal("1.2.3-test", (await TestHost.ReadAsync(response)).GetProperty("info").GetProperty("version").GetString());
    }

    [Fact]
    public async Task The_web_clients_types_are_those_of_the_catalogue()
    {
        var printed = await PrintedCatalogue.PrintAsync("1.2.3", TimeProvider.System, TestContext.Current.CancellationToken);
        var api = Path.Combine(RepositoryRoot(AppContext.BaseDirectory), "web", "src", "api");

        Assert.Contains("export type TaskState = 'draft' | 'blocked'", printed.TypeScriptTypes, StringComparison.Ordinal);
        Assert.Contains("  readonly agentCommand?: readonly string[];", printed.TypeScriptTypes, StringComparison.Ordinal);
        foreach (var (file, text) in ((string, string)[])[("types.gen.ts", printed.TypeScriptTypes), ("operations.gen.ts", printed.TypeScriptOperations)])
        {
            Assert.True(
                text == await File.ReadAllTextAsync(Path.Combine(api, file), TestContext.Current.CancellationToken),
                $"{file} is stale: run 'make generate' and commit it.");
        }
    }

    private static string RepositoryRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Homeport.slnx")) ? folder : RepositoryRoot(Path.GetDirectoryName(folder)!);

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member.Name == "$ref" ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
