namespace Homeport.Platform.Native;

/// <summary>The pipes of a child's three standard streams.</summary>
internal readonly record struct StandardPipes(Pipe Input, Pipe Output, Pipe Error)
{
    /// <exception cref="IOException">This process has no descriptor left; nothing stays open then.</exception>
    public static StandardPipes Create()
    {
        var made = new List<Pipe>(3);
        try
        {
            made.Add(Pipe.Create());
            made.Add(Pipe.Create());
            made.Add(Pipe.Create());
            return new StandardPipes(made[0], made[1], made[2]);
        }
        catch (IOException)
        {
            made.ForEach(pipe => pipe.Close());
            throw;
        }
    }

    public void CloseChildEnds()
    {
        _ = LibC.close(Input.Reader);
        _ = LibC.close(Output.Writer);
        _ = LibC.close(Error.Writer);
    }

    public void CloseOwnEnds()
    {
        _ = LibC.close(Input.Writer);
        _ = LibC.close(Output.Reader);
        _ = LibC.close(Error.Reader);
    }
}
