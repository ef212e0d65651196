namespace Homeport.Worker.Terminals.Screen;

/// <summary>What the control characters and the movements of the cursor do.</summary>
internal sealed class CursorMovement(ScreenState state)
{
    public void LineFeed()
    {
        var buffer = state.Active;
        if (state.Modes.NewLine)
        {
            buffer.X = 0;
        }

        if (buffer.Y == buffer.ScrollBottom)
        {
            state.Scroll();
        }
        else if (buffer.Y < state.Rows - 1)
        {
            buffer.Y++;
            buffer.CursorRow.IsWrapped = false;
        }

        if (buffer.X >= state.Columns)
        {
            buffer.X--;
        }
    }

    /// <summary>IND: a line feed that knows nothing of lines.</summary>
    public void Index()
    {
        var buffer = state.Active;
        state.RestrictCursor();
        if (buffer.Y == buffer.ScrollBottom)
        {
            state.Scroll();
        }
        else
        {
            buffer.Y = Math.Min(buffer.Y + 1, state.Rows - 1);
        }

        state.RestrictCursor();
    }

    public void ReverseIndex()
    {
        var buffer = state.Active;
        state.RestrictCursor();
        if (buffer.Y == buffer.ScrollTop)
        {
            buffer.Move(buffer.ScrollBottom, buffer.ScrollTop, state.Columns, state.Pen.Erased);
        }
        else
        {
            buffer.Y--;
            state.RestrictCursor();
        }
    }

    public void NextLine()
    {
        state.Active.X = 0;
        Index();
    }

    public void Backspace()
    {
        var buffer = state.Active;
        state.RestrictCursor(state.Modes.ReverseWrap ? state.Columns : state.Columns - 1);
        if (buffer.X > 0)
        {
            buffer.X--;
        }
        else if (state.Modes.ReverseWrap && buffer.Y > buffer.ScrollTop && buffer.Y <= buffer.ScrollBottom && buffer.CursorRow.IsWrapped)
        {
            buffer.CursorRow.IsWrapped = false;
            buffer.Y--;
            buffer.X = state.Columns - 1;
            var last = buffer.CursorRow[buffer.X];
            if (last.Width > 0 && !last.HasContent)
            {
                buffer.X--; // a wide character had not fitted here
            }
        }

        state.RestrictCursor();
    }

    public void Tab(int count)
    {
        var buffer = state.Active;
        if (buffer.X < state.Columns)
        {
            for (; count > 0 && buffer.X < state.Columns - 1; count--)
            {
                buffer.X = buffer.Tabs.Next(buffer.X, state.Columns);
            }
        }
    }

    public void TabBack(int count)
    {
        var buffer = state.Active;
        if (buffer.X < state.Columns)
        {
            for (; count > 0 && buffer.X > 0; count--)
            {
                buffer.X = buffer.Tabs.Previous(buffer.X, state.Columns);
            }
        }
    }

    public void ClearTab(int which)
    {
        if (which == 0)
        {
            state.Active.Tabs.Clear(state.Active.X);
        }
        else if (which == 3)
        {
            state.Active.Tabs.ClearAll();
        }
    }

    public void Up(int count)
    {
        var room = state.Active.Y - state.Active.ScrollTop;
        state.MoveCursor(0, -(room >= 0 ? Math.Min(room, count) : count));
    }

    public void Down(int count)
    {
        var room = state.Active.ScrollBottom - state.Active.Y;
        state.MoveCursor(0, room >= 0 ? Math.Min(room, count) : count);
    }

    /// <summary>DECSTBM; the cursor goes to the origin.</summary>
    public void SetScrollRegion(SequenceParameters parameters)
    {
        var top = parameters.AtLeastOne(0);
        var bottom = parameters[1] == 0 || parameters[1] > state.Rows ? state.Rows : parameters[1];
        if (bottom > top)
        {
            state.Active.ScrollTop = top - 1;
            state.Active.ScrollBottom = bottom - 1;
            state.SetCursor(0, 0);
        }
    }
}
