namespace Homeport.Worker.Terminals.Screen;

/// <summary>What DECSC keeps. <paramref name="Place"/> counts from the oldest row, so a saved cursor moves up with the text.</summary>
internal readonly record struct SavedCursor(int X, int Place, uint Foreground, uint Background, CharacterSet? Characters);
