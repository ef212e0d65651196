using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Homeport.Platform.Processes;
using Homeport.Protocol.Tasks;
using Homeport.Testing;
using Homeport.Testing.Git;

namespace Homeport.Worker.Tests.Sandboxes;

/// <summary>A real process inside tries to get out. Each test first proves that what it tries works outside.</summary>
public abstract class ConfinedAttackTests(Isolation kind) : ConfinedTest(kind)
{
    private string Common => Path.Combine(Repository.Path, ".git");

    [Fact]
    public async Task Nothing_can_be_written_outside_of_the_worktree()
    {
        string[] folders = [Repository.Path, Repository.Data, Path.GetDirectoryName(Worktree)!, Repository.Folder, "/tmp", Repository.Home];
        await RunAsync(string.Join("; ", folders.Select(folder => $"echo owned > {folder}/owned"))); // inside, these are folders of its own
        await FailAsync("echo owned > /usr/bin/owned");
        await FailAsync("echo owned > /etc/owned");
        await FailAsync("echo owned > /owned");

        Assert.All(folders, folder => Assert.False(File.Exists(Path.Combine(folder, "owned"))));
    }

    [Fact]
    public async Task Keys_tokens_and_the_repositorys_own_checkout_cannot_be_read()
    {
        Repository.Write(".env", "DATABASE_PASSWORD=1234");

        await FailAsync($"cat {Secret}", "PRIVATE KEY");
        await FailAsync("cat ~/.ssh/id_ed25519", "PRIVATE KEY");
        await FailAsync($"cat {Repository.Data}/auth-token", "OWNER TOKEN");
        await FailAsync($"cat {Repository.Path}/.env", "1234");
        await FailAsync("cat /etc/shadow", "root:");
        await FailAsync("cat /root/.ssh/* /home/*/.ssh/*");
        Assert.DoesNotContain("SECRET_TOKEN", await DoAsync("env"), StringComparison.Ordinal);
        Assert.DoesNotContain("SSH_AUTH_SOCK", await DoAsync("env"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_task_cannot_be_seen_or_changed()
    {
        var mine = Isolated;
        var other = await Git.CreateWorktree.RunAsync(
            new()
            {
                TaskId = "019a0000-0000-7000-8000-000000000002",
                RepositoryPath = Repository.Path,
                ProjectFolder = "app",
                ShortId = "zzzz",
                Branch = "other/work",
                BaseBranch = "main",
            },
            Cancel);
        TestRepository.WriteIn(other.WorktreePath, "plans.txt", "TOP SECRET");

        var result = await RunAsync($"cat {other.WorktreePath}/plans.txt; ls {Common}/worktrees; echo x > {Common}/refs/heads/other/work; git update-ref refs/heads/other/work HEAD~0", mine);

        Assert.DoesNotContain("TOP SECRET", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("zzzz", result.Text, StringComparison.Ordinal);
        Assert.False(result.IsSuccess);
        Assert.Equal(other.BaseCommit, await Repository.GitAsync(["rev-parse", "other/work"], Cancel));
    }

    [Fact]
    public async Task A_process_outside_is_neither_seen_nor_signalled()
    {
        await using var victim = ChildProcess.Start(
            new ProcessStart { FileName = "/bin/sleep", Arguments = ["60"], WorkingDirectory = "/", Environment = new Dictionary<string, string> { ["PASSWORD"] = "of the victim" } },
            TimeProvider.System);
        var id = victim.Id.ToString(CultureInfo.InvariantCulture);

        await FailAsync($"kill -9 {id}");
        await FailAsync($"cat /proc/{id}/environ", "of the victim");
        await FailAsync("cat /proc/[0-9]*/environ | tr '\\0' '\\n' | grep -a 'of the victim'", "PASSWORD");
        await RunAsync("kill -9 -1");

        Assert.False(victim.Exited.IsCompleted);
        Assert.True(int.Parse(await DoAsync("ls -d /proc/[0-9]* | wc -l"), CultureInfo.InvariantCulture) < 10);
    }

    [Fact]
    public async Task Without_network_neither_the_owners_port_nor_anything_else_is_reached()
    {
        using var port = new TcpListener(IPAddress.Loopback, 0);
        port.Start();
        var number = ((IPEndPoint)port.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        var script = $"exec 3<>/dev/tcp/127.0.0.1/{number} && echo connected";

        await FailBashAsync(script, "connected");
        await FailBashAsync($"exec 3<>/dev/tcp/10.255.255.1/80 && echo connected", "connected");
        Assert.False(port.Pending());
    }

    [Fact]
    public async Task The_owner_socket_is_not_there()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var path = Path.Combine(Repository.Data, "ipc.sock");
        socket.Bind(new UnixDomainSocketEndPoint(path));

        await FailAsync($"test -S {path}");
        await FailAsync("ls /tmp/homeport-*.sock /run/docker.sock /var/run/docker.sock /run/podman/podman.sock /run/dbus/system_bus_socket");
    }

    [Fact]
    public async Task Hooks_and_configuration_of_the_repository_cannot_be_changed()
    {
        var config = await File.ReadAllTextAsync(Path.Combine(Common, "config"), Cancel);

        await FailAsync("git config core.fsmonitor /tmp/evil");
        await FailAsync("git config --worktree core.fsmonitor /tmp/evil");
        await FailAsync($"echo '[core] fsmonitor=/tmp/evil' >> {Common}/config");
        await FailAsync($"mv {Common}/config {Common}/old");
        await FailAsync($"printf '#!/bin/sh\\n' > {Common}/hooks/post-checkout");
        await FailAsync($"rm -rf {Common}/hooks");
        await FailAsync($"echo /tmp > {Common}/objects/info/alternates");
        await FailAsync($"echo '* filter=evil' > {Common}/info/attributes");
        await FailAsync($"git update-ref refs/heads/main {Base}~0 && git update-ref refs/heads/evil HEAD");
        await FailAsync($"echo {new string('1', 40)} > {Common}/refs/heads/main");
        await FailAsync($"echo 'ref: refs/heads/evil' > {Common}/HEAD");

        Assert.Equal(config, await File.ReadAllTextAsync(Path.Combine(Common, "config"), Cancel));
        Assert.Equal(Base, await Repository.GitAsync(["rev-parse", "main"], Cancel));
    }

    [Fact]
    public async Task The_files_that_lead_git_cannot_be_turned_elsewhere()
    {
        var link = await File.ReadAllTextAsync(Path.Combine(Worktree, ".git"), Cancel);
        var own = link["gitdir: ".Length..].Trim();

        await FailAsync("echo 'gitdir: /tmp/evil' > .git");
        await FailAsync("rm -f .git");
        await FailAsync("mv .git away");
        await FailAsync("mkdir evil && mv evil .git");
        await FailAsync($"echo /tmp/evil > {own}/commondir");
        await FailAsync($"rm -f {own}/commondir");
        await FailAsync($"mv {own}/commondir {own}/elsewhere");
        await FailAsync($"mv {own} {own}.old");
        await FailAsync($"rm -f {own}/homeport-task");

        Assert.Equal(link, await File.ReadAllTextAsync(Path.Combine(Worktree, ".git"), Cancel));
        Assert.True(File.Exists(Path.Combine(own, "commondir")));
    }

    [Fact]
    public async Task No_mount_namespace_trace_or_privilege_opens_a_way_out()
    {
        await FailAsync("mount -t tmpfs none /mnt");
        await FailAsync($"mount --bind /proc {Worktree}");
        await FailAsync($"umount {Worktree}/.git");
        await FailAsync("mount -o remount,rw /usr");
        await FailAsync("unshare --user --map-root-user true");
        await FailAsync("unshare --mount true");
        await FailAsync("unshare --net true");
        await FailAsync("nsenter --target 1 --mount ls /root && nsenter --target 1 --all true");
        await FailAsync("chroot / true");
        await FailAsync("mknod /tmp/disk b 8 0");
        await FailAsync("echo 1 > /proc/sys/kernel/sysrq");
        await FailAsync("echo x > /proc/sysrq-trigger");
        await FailAsync("cat /dev/mem /dev/kmsg /dev/sda /dev/vda");
        Assert.Equal("0000000000000000", await DoAsync("grep CapEff /proc/self/status | cut -f2"));
        Assert.Equal("0000000000000000", await DoAsync("grep CapBnd /proc/self/status | cut -f2"));
        Assert.Equal("1", await DoAsync("grep NoNewPrivs /proc/self/status | cut -f2"));
        await RunAsync("ls -la /proc/1/root/ /proc/1/cwd/; cat /proc/1/environ");
    }

    [Fact]
    public async Task Links_lead_nowhere_that_was_not_there_before()
    {
        await RunAsync($"ln -s {Secret} key; ln -s {Repository.Home} home; ln -s / root; ln -s {Repository.Path} repository");

        await FailAsync("cat key", "PRIVATE KEY");
        await FailAsync("cat home/.ssh/id_ed25519", "PRIVATE KEY");
        await FailAsync($"cat root{Secret}", "PRIVATE KEY");
        await RunAsync("echo owned > repository/README.md; echo owned > root/usr/owned");
        await FailAsync($"ln {Secret} hard");
        await FailAsync($"cat /proc/self/root{Secret} /proc/1/root{Secret}", "PRIVATE KEY");
        Assert.Equal("# App\n", await File.ReadAllTextAsync(Path.Combine(Repository.Path, "README.md"), Cancel));
    }

    [Fact]
    public async Task A_link_in_place_of_a_login_does_not_lead_the_worker_outside()
    {
        await DoAsync($"rm -f ~/.gitconfig && ln -s {Repository.Path}/README.md ~/.gitconfig; echo planted");

        await Assert.ThrowsAnyAsync<IOException>(() => RunAsync("true"));
        Assert.Equal("# App\n", await File.ReadAllTextAsync(Path.Combine(Repository.Path, "README.md"), Cancel));
    }

    [Fact]
    public async Task Stop_takes_everything_down_also_what_hid_from_it()
    {
        var seconds = Random.Shared.Next(100_000_000, 1_000_000_000); // by which these two are told from all others
        var script = $"(trap '' TERM HUP; env -i setsid sh -c 'trap \"\" TERM HUP; exec sleep {seconds}' &) ; exec sleep {seconds}";
        var child = ChildProcess.Start((await PrepareAsync()).Apply(Start(script)), TimeProvider.System);
        await using (child)
        {
            await Eventually.HoldsAsync(() => Sleepers(seconds).Count() == 2, Cancel);

            await child.StopAsync(TimeSpan.FromMilliseconds(200), Cancel);

            Assert.Empty(Sleepers(seconds));
        }
    }

    private async Task FailBashAsync(string script, string never)
    {
        var result = await RunAsync($"bash -c '{script}'", Isolated with { Network = false });
        Assert.False(result.IsSuccess);
        Assert.DoesNotContain(never, result.Text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Sleepers(int seconds) => Directory.EnumerateDirectories("/proc").Where(folder =>
    {
        try
        {
            return char.IsAsciiDigit(Path.GetFileName(folder)[0])
                && File.ReadAllText(Path.Combine(folder, "cmdline")).StartsWith($"sleep\0{seconds}", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    });
}

public sealed class SandboxAttackTests() : ConfinedAttackTests(Isolation.Sandbox);

public sealed class ContainerAttackTests() : ConfinedAttackTests(Isolation.Container);
