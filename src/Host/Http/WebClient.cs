using System.Collections.Frozen;
using System.Globalization;
using Homeport.Domain;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Homeport.Host.Http;

/// <summary>
/// The built web client. A request names an entry of a table that was read from the folder, never a path of the disk, so that
/// no spelling of dots and slashes leads out of it.
/// </summary>
internal sealed class WebClient(HostOptions options)
{
    private const string Index = "/index.html";
    private const string Forever = "public, max-age=31536000, immutable";

    private static readonly string[] OtherInterfaces = ["/api", "/rpc", "/ws", "/mcp", "/v1", "/health", "/status", "/openapi"];

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".mjs"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".json"] = "application/json",
        [".map"] = "application/json",
        [".webmanifest"] = "application/manifest+json",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".ico"] = "image/x-icon",
        [".webp"] = "image/webp",
        [".woff2"] = "font/woff2",
        [".wasm"] = "application/wasm",
        [".txt"] = "text/plain; charset=utf-8",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private volatile Table? _table;

    /// <summary>Whether a path belongs to the web client and not to one of the interfaces.</summary>
    public static bool Owns(string path)
    {
        foreach (var other in OtherInterfaces)
        {
            if (path.StartsWith(other, StringComparison.Ordinal) && (path.Length == other.Length || path[other.Length] == '/'))
            {
                return false;
            }
        }

        return true;
    }

    public Task ServeAsync(HttpContext http, string path)
    {
        var (request, response) = (http.Request, http.Response);
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            response.Headers.Allow = "GET, HEAD";
            ProblemHttp.Write(
                response, new Problem(ProblemCode.UnknownOperation, "Pages can only be read."), StatusCodes.Status405MethodNotAllowed);
            return Task.CompletedTask;
        }

        if (Find(path) is not { } entry)
        {
            ProblemHttp.Write(response, new Problem(ProblemCode.NotFound, options.WebFolder is null
                ? "This host was started without the web client. The interface is at /api; /openapi/v1.json describes it."
                : $"The web client has no file {path}."));
            return Task.CompletedTask;
        }

        return SendAsync(http, entry);
    }

    private static async Task SendAsync(HttpContext http, Entry entry)
    {
        var (request, response) = (http.Request, http.Response);
        var (file, encoding) = entry.Choose(request.Headers.AcceptEncoding.ToString());
        var headers = response.Headers;
        if (entry.IsDocument)
        {
            SecurityHeaders.AddToDocument(headers);
        }

        headers.CacheControl = entry.IsImmutable ? Forever : "no-cache";
        headers.ETag = file.Tag;
        if (entry.Variants > 1)
        {
            headers.Vary = "Accept-Encoding";
        }

        if (request.Headers.IfNoneMatch.ToString().Contains(file.Tag, StringComparison.Ordinal))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        if (encoding is not null)
        {
            headers.ContentEncoding = encoding;
        }

        response.ContentType = entry.ContentType;
        response.ContentLength = file.Length;
        if (HttpMethods.IsGet(request.Method))
        {
            var body = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
            await body.SendFileAsync(file.Path, 0, file.Length, http.RequestAborted);
        }
    }

    /// <summary>A file by its name; for a path without a dot, the page that finds out by itself what to show.</summary>
    private Entry? Find(string path)
    {
        var table = Current();
        return table?.Entries.GetValueOrDefault(path)
            ?? (path.AsSpan(path.LastIndexOf('/') + 1).Contains('.') ? null : table?.Entries.GetValueOrDefault(Index));
    }

    /// <summary>Read again when the client was built anew while we run.</summary>
    private Table? Current()
    {
        if (options.WebFolder is not { } folder)
        {
            return null;
        }

        var index = new FileInfo(Path.Combine(folder, "index.html"));
        if (!index.Exists)
        {
            return null;
        }

        return _table is { } table && table.BuiltAt == index.LastWriteTimeUtc
            ? table
            : _table = Table.Read(folder, index.LastWriteTimeUtc);
    }

    private sealed record Table(DateTime BuiltAt, FrozenDictionary<string, Entry> Entries)
    {
        public static Table Read(string folder, DateTime builtAt)
        {
            var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden };
            var files = new DirectoryInfo(folder).EnumerateFiles("*", options)
                .ToDictionary(file => "/" + Path.GetRelativePath(folder, file.FullName).Replace('\\', '/'), ServedFile.Of);
            return new Table(builtAt, files
                .Where(file => Types.ContainsKey(Path.GetExtension(file.Key)))
                .ToFrozenDictionary(file => file.Key, file => Entry.Of(file.Key, file.Value, files)));
        }
    }

    private sealed record Entry(string ContentType, bool IsDocument, bool IsImmutable, ServedFile Plain, ServedFile? Brotli, ServedFile? Gzip)
    {
        public int Variants => 1 + (Brotli is null ? 0 : 1) + (Gzip is null ? 0 : 1);

        public static Entry Of(string path, ServedFile plain, Dictionary<string, ServedFile> files)
        {
            var extension = Path.GetExtension(path);
            return new Entry(
                Types[extension], extension == ".html", path.StartsWith("/assets/", StringComparison.Ordinal), plain,
                files.GetValueOrDefault(path + ".br"), files.GetValueOrDefault(path + ".gz"));
        }

        public (ServedFile File, string? Encoding) Choose(string accepted) =>
            Brotli is not null && accepted.Contains("br", StringComparison.Ordinal) ? (Brotli, "br")
            : Gzip is not null && accepted.Contains("gzip", StringComparison.Ordinal) ? (Gzip, "gzip")
            : (Plain, null);
    }

    private sealed record ServedFile(string Path, long Length, string Tag)
    {
        public static ServedFile Of(FileInfo file) => new(
            file.FullName, file.Length,
            string.Create(CultureInfo.InvariantCulture, $"\"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}\""));
    }
}
