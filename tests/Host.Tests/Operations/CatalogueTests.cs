using System.Text;
using System.Text.Json;
using Homeport.Host.JsonRpc;
using Homeport.Host.Operations;
using Homeport.Host.Operations.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Tests.Operations;

public sealed class CatalogueTests
{
    [Fact]
    public async Task Every_operation_is_described_and_its_example_is_a_request_that_can_be_read()
    {
        await using var host = await TestHost.StartAsync();
        var catalogue = host.Running.Services.GetRequiredService<OperationCatalogue>();
        var amiss = new List<string>();

        foreach (var operation in catalogue.Operations)
        {
            if (operation.Description is not { Length: > 10 } description || !description.EndsWith('.'))
            {
                amiss.Add($"{operation.Name} has no description of at least one sentence.");
            }

            if (operation.RequestExample is not { } example)
            {
                amiss.Add($"{operation.Name} has no example.");
            }
            else
            {
                try
                {
                    JsonSerializer.Deserialize(example, operation.Request);
                }
                catch (JsonException exception)
                {
                    amiss.Add($"The example of {operation.Name} cannot be read: {exception.Message}");
                }
            }
        }

        Assert.True(amiss.Count == 0, string.Join(Environment.NewLine, amiss));
    }

    [Fact]
    public async Task Names_are_camel_case_and_lists_begin_with_items()
    {
        await using var host = await TestHost.StartAsync();
        var catalogue = host.Running.Services.GetRequiredService<OperationCatalogue>();

        Assert.All(catalogue.Operations, operation => Assert.Matches("^[a-z][a-zA-Z]+$", operation.Name));
        Assert.All(
            catalogue.Operations.Where(operation => catalogue.Types.Of(operation.Response.Type).Property("items") is not null),
            operation =>
            {
                Assert.NotNull(operation.ListName);
                Assert.Equal("items", catalogue.Types.Of(operation.Response.Type).Properties[0].Name);
            });
    }

    [Fact]
    public async Task Path_parameters_are_properties_of_the_request()
    {
        await using var host = await TestHost.StartAsync();
        var catalogue = host.Running.Services.GetRequiredService<OperationCatalogue>();

        foreach (var (operation, route) in catalogue.Operations.SelectMany(operation => operation.Routes.Select(route => (operation, route))))
        {
            var names = route.Path.Split('/').Where(segment => segment.StartsWith('{')).Select(segment => segment[1..^1]);
            Assert.All(names, name => Assert.True(
                catalogue.Types.Of(operation.Request.Type).Property(name) is not null, $"{operation.Name} has no property {name}"));
        }
    }

    [Theory]
    [InlineData("createUnitTask"), InlineData("getUnitTask"), InlineData("listUnitTasks"), InlineData("updateUnitTaskStatus")]
    [InlineData("deleteUnitTask"), InlineData("startTaskExecution"), InlineData("stopTaskExecution"), InlineData("sendPrompt")]
    [InlineData("answerApproval"), InlineData("getExecutionLogs"), InlineData("subscribeExecutionLogs"), InlineData("unsubscribeExecutionLogs")]
    [InlineData("subscribeEvents"), InlineData("retryTask"), InlineData("requestChanges"), InlineData("addRepository")]
    [InlineData("listRepositories"), InlineData("getRepository"), InlineData("removeRepository"), InlineData("createRepositoryGroup")]
    [InlineData("getRepositoryGroup"), InlineData("listRepositoryGroups"), InlineData("updateRepositoryGroup")]
    [InlineData("deleteRepositoryGroup"), InlineData("createWorkspace"), InlineData("listWorkspaces")]
    public async Task A_method_of_the_contract_exists_under_its_name(string name)
    {
        await using var host = await TestHost.StartAsync();

        Assert.NotNull(host.Running.Services.GetRequiredService<OperationCatalogue>().Find(name));
    }

    [Fact]
    public void A_list_is_called_by_its_noun_on_JSON_RPC_and_nothing_else_changes()
    {
        var types = new WireTypes();
        var operation = new TypedOperation<Protocol.NoRequest, Protocol.Workspaces.ListWorkspacesResponse>(
            "listThings", null, Domain.Access.Permission.Read, OperationReach.Connections, types, (_, _, _) => throw new NotSupportedException())
            .AsList("things");
        var sink = new RpcSink();

        sink.Accept(operation, """{"items":[{"name":"items"}],"nextCursor":"items"}"""u8);

        Assert.Equal("""{"things":[{"name":"items"}],"nextCursor":"items"}""", Encoding.UTF8.GetString(sink.Json));
    }

    [Fact]
    public async Task A_list_response_writes_items_first()
    {
        await using var host = await TestHost.StartAsync();

        var text = await host.Owner.GetStringAsync("/api/workspaces", TestContext.Current.CancellationToken);

        Assert.StartsWith("{\"items\":[", text, StringComparison.Ordinal);
    }
}
