using System.Runtime.InteropServices;
using System.Text;

namespace Homeport.Platform.Native;

/// <summary>A null-terminated vector of UTF-8 strings in one block of native memory, as exec wants argv and envp.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private byte* _block;

    public NativeStrings(IReadOnlyList<string> strings)
    {
        var size = (strings.Count + 1) * sizeof(byte*);
        foreach (var text in strings)
        {
            size += Encoding.UTF8.GetByteCount(text) + 1;
        }

        _block = (byte*)NativeMemory.Alloc((nuint)size);
        var next = _block + ((strings.Count + 1) * sizeof(byte*));
        var end = _block + size;
        for (var i = 0; i < strings.Count; i++)
        {
            Vector[i] = next;
            next += Encoding.UTF8.GetBytes(strings[i], new Span<byte>(next, (int)(end - next)));
            *next++ = 0;
        }

        Vector[strings.Count] = null;
    }

    public byte** Vector => (byte**)_block;

    public void Dispose()
    {
        NativeMemory.Free(_block);
        _block = null;
    }
}
