using Homeport.Protocol.Agents;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Acp.Dialects;

/// <summary>
/// Qwen Code 0.24.4. Its own default mode lets a model decide what is asked, so it is started in the mode that asks. A prompt
/// while it is busy makes the first one fail.
/// </summary>
internal static class Qwen
{
    public static readonly AcpDialect Dialect = new()
    {
        Kind = AgentKinds.Qwen,
        Name = "Qwen Code",
        Plate = "QW",
        Arguments = ["--acp", "--approval-mode", "default"],
        Quirks = [new(VersionRange.Before("0.7"), newest => newest with { Arguments = ["--experimental-acp"] })],
        ModelOption = "--model",
        InheritedEnvironment = ["QWEN_*", "DASHSCOPE_*", "BAILIAN_*", "OPENAI_*", .. KnownEnvironment.Network],
        Capabilities = AcpDialect.Common with
        {
            Fork = false,
            Resume = true,
            Images = true,
            EmbeddedContext = true,
            Models = true,
            SlashCommands = true,
            Mcp = true,
            Plans = true,
            Usage = true,
        },
        ModeNames = new Dictionary<PermissionMode, string[]>
        {
            [PermissionMode.Plan] = ["plan"],
            [PermissionMode.Ask] = ["default"],
            [PermissionMode.AcceptEdits] = ["auto-edit"],
            [PermissionMode.Bypass] = ["yolo"],
        },
        Probe = new()
        {
            Executables = ["qwen"],
            InstallStep = "npm install -g @qwen-code/qwen-code",
            LoginEnvironment = ["OPENAI_API_KEY", "DASHSCOPE_API_KEY", "BAILIAN_CODING_PLAN_API_KEY"],
            LoginFiles = [new(".qwen", "oauth_creds.json")],
            LoginCommand = "qwen",
            LoginStep = "Run `qwen` once and choose how to log in with /auth, or set OPENAI_API_KEY and OPENAI_BASE_URL.",
        },
    };
}
