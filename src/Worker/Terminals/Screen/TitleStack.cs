namespace Homeport.Worker.Terminals.Screen;

/// <summary>Titles put aside by a program that sets its own and brings the old one back when it ends.</summary>
internal sealed class TitleStack(ScreenState state)
{
    private const int Most = 10;

    private readonly List<string> _titles = [];

    /// <param name="isPush">Else the last one comes back.</param>
    /// <param name="which">0 window and icon, 1 icon only, 2 window only.</param>
    public void Run(bool isPush, int which)
    {
        if (which is not (0 or 2))
        {
            return;
        }

        if (isPush)
        {
            if (_titles.Count == Most)
            {
                _titles.RemoveAt(0);
            }

            _titles.Add(state.Title);
        }
        else if (_titles.Count > 0)
        {
            state.Title = _titles[^1];
            _titles.RemoveAt(_titles.Count - 1);
        }
    }
}
