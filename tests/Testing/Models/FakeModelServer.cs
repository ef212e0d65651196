using System.Net;
using Homeport.Testing.Models.Scenarios;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Homeport.Testing.Models;

/// <summary>
/// A model provider on 127.0.0.1 that answers from a script, so that real agent programs run offline and the same way
/// each time. It speaks Anthropic Messages, OpenAI Chat Completions and Responses, and Gemini; plain and streamed.
/// The last user prompt names the script: <c>fake:write-file path=hello.txt</c>; see <see cref="ScenarioBook"/>.
/// </summary>
/// <remarks>
/// It keeps no conversation: the step in a script is the number of tool results that follow the prompt in the request
/// itself, and ids are made from script and step. Only failures with <c>times=</c> are counted.
/// </remarks>
public sealed class FakeModelServer : IAsyncDisposable
{
    private readonly WebApplication _web;

    private FakeModelServer(WebApplication web, RequestLog requests, Gates gates, Uri address)
    {
        _web = web;
        Requests = requests;
        Gates = gates;
        Address = address;
    }

    /// <summary>Without a trailing path, for instance <c>http://127.0.0.1:40123/</c>.</summary>
    public Uri Address { get; }

    /// <summary>The address as agents want it in their settings: without the slash at the end.</summary>
    public string Url => Address.GetLeftPart(UriPartial.Authority);

    public RequestLog Requests { get; }

    /// <summary>Answers with <c>gate=NAME</c> stop half way until the test opens the gate of that name.</summary>
    public Gates Gates { get; }

    public static async Task<FakeModelServer> StartAsync(FakeModelOptions options, CancellationToken cancellationToken)
    {
        var requests = new RequestLog();
        var gates = new Gates();
        var calls = new ModelCalls(options, requests, gates);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.Limits.MaxRequestBodySize = 256 * 1024 * 1024; // a long conversation is sent whole, every time
        });
        var web = builder.Build();
        web.Run(calls.AnswerAsync);
        await web.StartAsync(cancellationToken);

        var addresses = web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new FakeModelServer(web, requests, gates, new Uri(addresses.First()));
    }

    public async ValueTask DisposeAsync()
    {
        Gates.OpenAll();
        using var grace = new CancellationTokenSource(TimeSpan.FromSeconds(1), TimeProvider.System);
        await _web.StopAsync(grace.Token); // answers that still stall are cut after the grace
        await _web.DisposeAsync();
    }
}
