using Homeport.Platform.Processes;

namespace Homeport.Platform.Tests.Processes;

public sealed class ExecutableLookupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_first_executable_in_the_path_wins()
    {
        Add("one/tool", UnixFileMode.UserRead);
        var second = Add("two/tool", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var third = Add("three/tool", UnixFileMode.UserRead | UnixFileMode.OtherExecute);
        Directory.CreateDirectory(_folder["four/tool"]);
        var path = string.Join(':', _folder["none"], _folder["one"], _folder["two"], "", "relative", _folder["two"], _folder["four"], _folder["three"]);

        Assert.Equal(second, ExecutableLookup.Find("tool", path));
        Assert.Equal([second, third], ExecutableLookup.FindAll("tool", path));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("./tool")]
    [InlineData("/bin/sh")]
    [InlineData("../bin/sh")]
    public void Only_a_bare_name_is_looked_up(string name) => Assert.Null(ExecutableLookup.Find(name, "/bin:/usr/bin"));

    [Fact]
    public void Without_a_path_nothing_is_found()
    {
        Assert.Null(ExecutableLookup.Find("sh", null));
        Assert.Null(ExecutableLookup.Find("sh", ""));
    }

    private string Add(string name, UnixFileMode mode)
    {
        var path = _folder[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "#!/bin/sh\n");
        File.SetUnixFileMode(path, mode);
        return path;
    }
}
