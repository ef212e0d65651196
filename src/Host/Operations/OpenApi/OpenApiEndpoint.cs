using Homeport.Domain;
using Homeport.Host.Http;
using Homeport.Host.Operations.Schema;
using Microsoft.AspNetCore.Http;

namespace Homeport.Host.Operations.OpenApi;

/// <summary><c>GET /openapi/v1.json</c>. Made when it is first asked for.</summary>
internal sealed class OpenApiEndpoint(OperationCatalogue operations, HostOptions options)
{
    private readonly Lazy<byte[]> _json = new(() => new OpenApiDocument(operations, XmlDocs.Read(), options.Version).Write(isIndented: false));

    public void Serve(HttpContext http)
    {
        var response = http.Response;
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            response.Headers.Allow = "GET, HEAD";
            ProblemHttp.Write(
                response, new Problem(ProblemCode.UnknownOperation, "The description can only be read."), StatusCodes.Status405MethodNotAllowed);
            return;
        }

        response.ContentType = "application/json";
        response.Headers.CacheControl = "private, no-cache";
        response.WriteAll(_json.Value);
    }
}
