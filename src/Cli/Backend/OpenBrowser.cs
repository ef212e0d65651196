using Homeport.Cli.Client;
using Homeport.Cli.Output;
using Homeport.Cli.Serving;
using Homeport.Protocol;
using Homeport.Protocol.Access;

namespace Homeport.Cli.Backend;

/// <summary><c>homeport open</c>: the browser at a one-time link of the host that runs.</summary>
internal sealed class OpenBrowser(Surroundings surroundings, Printer printer)
{
    public async Task<int> RunAsync(HostClient client, CancellationToken cancellationToken)
    {
        var link = await client.CallAsync<NoRequest, CreateLoginLinkResponse>("createLoginLink", new NoRequest(), cancellationToken);
        var isOpened = await Browser.OpenAsync(link.Url, surroundings, cancellationToken);
        if (printer.IsJson)
        {
            printer.Json(new OpenReport(link.Url, isOpened), CliJson.Default.OpenReport);
            return ExitCodes.Ok;
        }

        var address = new Uri(link.Url).GetLeftPart(UriPartial.Authority);
        printer.Line(isOpened
            ? $"Homeport runs at {address}; your browser opens it."
            : $"Homeport runs at {address}. Open this in your browser (it works once, for five minutes): {link.Url}");
        return ExitCodes.Ok;
    }
}
