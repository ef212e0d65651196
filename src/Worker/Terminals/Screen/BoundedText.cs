using System.Text;

namespace Homeport.Worker.Terminals.Screen;

/// <summary>The text of a string sequence. One that is too long is dropped whole, for half a command is another command.</summary>
internal sealed class BoundedText(int most)
{
    private readonly StringBuilder _text = new();

    public bool IsTooLong { get; private set; }

    public void Clear()
    {
        _text.Clear();
        IsTooLong = false;
    }

    public void Add(int codePoint)
    {
        if (IsTooLong)
        {
            return;
        }

        if (codePoint < 0x1_0000)
        {
            _text.Append((char)codePoint);
        }
        else
        {
            _text.Append(new Rune(codePoint).ToString());
        }

        if (_text.Length > most)
        {
            _text.Clear();
            _text.Capacity = 0;
            IsTooLong = true;
        }
    }

    /// <summary>The text, after which it is empty; null when it was too long.</summary>
    public string? Take()
    {
        var text = IsTooLong ? null : _text.ToString();
        Clear();
        return text;
    }
}
