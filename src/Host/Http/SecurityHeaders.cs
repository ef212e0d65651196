using Microsoft.AspNetCore.Http;

namespace Homeport.Host.Http;

/// <summary>What browsers are told about our answers. There is no CORS header: no other origin may read anything.</summary>
internal static class SecurityHeaders
{
    // Styles may be inline because dialogs of the component library lock scrolling with a <style> element; scripts never may.
    private const string Document =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
        "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";

    /// <summary>For everything.</summary>
    public static void AddTo(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    /// <summary>For the pages of the web client, in addition.</summary>
    public static void AddToDocument(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Document;
        headers.XFrameOptions = "DENY";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
    }
}
