using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Homeport.Domain;
using Homeport.Host.Workers;
using Homeport.Protocol;
using Homeport.Protocol.Link;
using Homeport.Protocol.Mcp;

namespace Homeport.Host.Mcp;

/// <summary>Looks which files a server runs, and puts all that a person agrees to into one fingerprint.</summary>
internal sealed class McpLook(IWorkerRpc worker)
{
    /// <summary>The server with its files as they are now.</summary>
    public async Task<Result<McpServerView>> LookAsync(McpServerView server, string values, CancellationToken cancellationToken)
    {
        IReadOnlyList<PinnedFile> files = [];
        if (server.Command is { } command)
        {
            var asked = await worker.CallAsync<FindPinnedFilesRequest, FindPinnedFilesResponse>(
                WorkerMethods.FindPinnedFiles, new FindPinnedFilesRequest { Command = command }, cancellationToken);
            if (!asked.Succeeded(out var found, out var problem))
            {
                return problem;
            }

            files = found.Files;
        }

        return WithFingerprint(server with { Files = files }, values);
    }

    /// <param name="server">What is shown of it.</param>
    /// <param name="values">As they are sealed: another value is another text.</param>
    private static McpServerView WithFingerprint(McpServerView server, string values)
    {
        var shown = JsonSerializer.Serialize(
            server with { Fingerprint = "", Enabled = false, Version = 0 }, ProtocolJson.Default.McpServerView);
        return server with { Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{shown}\n{values}"))) };
    }
}
