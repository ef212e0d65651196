using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Homeport.Testing.Models;

/// <summary>The same ids for the same seed: answers to the same request are equal byte by byte.</summary>
internal sealed class AnswerIds(string seed)
{
    private readonly string _base = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)))[..16];
    private int _count;

    public string Next(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{_base}{++_count:D4}");
}
