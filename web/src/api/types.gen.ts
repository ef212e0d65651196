// The records of src/Protocol. Printed by 'make generate'; do not edit.

/** Trusts exactly the files that the question shows, in this project, from now on. */
export interface AcceptTrustRequest {
  /** A question has another id as soon as its files are others. */
  readonly questionId: string;
}

/** What is trusted now, and how many tasks wait no more. */
export interface AcceptTrustResponse {
  readonly files: number;
  readonly tasks: number;
}

/** A token for a program. Only its hash is kept. */
export interface AccessTokenView {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly expiresAt?: string;
  readonly lastUsedAt?: string;
}

/** What a program in a terminal seems to do. It is guessed from whether it writes, and from nothing else. */
export interface ActivityPayload {
  readonly state: AgentActivity;
  /** Always true: nothing but its output and its end is known. */
  readonly guessed: boolean;
  /** Of `quiet`: when it wrote last. */
  readonly lastOutputAt?: string;
}

/** Writes a server down. It is off until somebody switches it on. */
export interface AddMcpServerRequest {
  /** Null for all projects. */
  readonly repositoryGroupId?: string;
  /** 1 to 40 letters, digits, dashes and underscores. */
  readonly name: string;
  /** What `command` or `url` tells when left out; `http` for a URL. */
  readonly transport?: McpTransport;
  /** The program and its arguments, which no shell reads. */
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** An http or https address. */
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Adds a folder, or clones a URL into Homeport's own folder, and makes a project of it. */
export interface AddRepositoryRequest {
  /** Absolute path of a folder in a git repository. Give this or `remoteUrl`. */
  readonly path?: string;
  /** https, ssh or file URL to clone. */
  readonly remoteUrl?: string;
  /** The folder's name when left out. */
  readonly name?: string;
  /** Found out when left out. */
  readonly defaultBranch?: string;
  /** Make the first (empty) commit in a repository that has none; without it such a repository is refused. */
  readonly createInitialCommit?: boolean;
}

/** The repository and the project that was made of it. */
export interface AddRepositoryResponse {
  readonly repository: RepositoryView;
  readonly repositoryGroup: RepositoryGroupView;
}

/** Writes a draft comment. */
export interface AddReviewCommentRequest {
  readonly taskId: string;
  readonly path: string;
  readonly side: DiffSide;
  readonly startLine: number;
  readonly endLine: number;
  readonly quote?: string;
  readonly body: string;
}

/** Adds a sidecar. */
export interface AddSidecarRequest {
  /** 1 to 60 of letters, digits, point, dash and underscore. */
  readonly name: string;
  readonly definition: ServiceDefinition;
  /** True when left out. */
  readonly autoStart?: boolean;
  /** Start it now; true when left out. */
  readonly start?: boolean;
}

/** Gives a project another startup command, as its last. */
export interface AddStartupCommandRequest {
  readonly projectId: string;
  readonly name: string;
  readonly command: string;
  readonly workingDirectory?: string;
  readonly portNames?: readonly string[];
  readonly autoStart?: boolean;
  readonly restart?: boolean;
}

/** Registers a program as an agent in a terminal. */
export interface AddTerminalAgentRequest {
  /** 1 to 60 characters. */
  readonly name: string;
  /** The program and its arguments; no shell reads them. The first `{prompt}` in an argument is where a prompt goes. */
  readonly command: readonly string[];
  /** Variables on top of the usual ones. Names that change how programs load are refused. */
  readonly environment?: Readonly<Record<string, string>>;
  /** `typed` when left out. */
  readonly firstPrompt?: FirstPrompt;
}

/** What a program in a terminal seems to do. */
export type AgentActivity = 'working' | 'quiet';

/** What can be done with an agent over the protocol by which Homeport speaks to it. Left out is what nobody knows before a session is open; a feature is offered where the answer is yes. */
export interface AgentCapabilities {
  /** Asks before it acts, and waits for the answer. */
  readonly approvals?: boolean;
  /** Takes further words into the turn that runs. */
  readonly steer?: boolean;
  /** Goes back to an earlier point of its own conversation. */
  readonly rewind?: boolean;
  /** Goes on in a copy of a session, so that the first stays as it is. */
  readonly fork?: boolean;
  /** Opens an earlier session again after its process ended. */
  readonly resume?: boolean;
  /** Takes pictures with a prompt. */
  readonly images?: boolean;
  /** Takes the contents of files with a prompt, apart from its text. */
  readonly embeddedContext?: boolean;
  /** Changes its permission mode in a session that is open. */
  readonly modes?: boolean;
  /** Takes the name of a model. */
  readonly models?: boolean;
  /** Tells its slash commands. */
  readonly slashCommands?: boolean;
  /** Takes servers of the Model Context Protocol for a session. */
  readonly mcp?: boolean;
  /** Tells its list of what is to be done. */
  readonly plans?: boolean;
  /** Tells how many tokens a turn used. */
  readonly usage?: boolean;
  /** Works in a terminal of its own, which a person looks at and types into; what it does is guessed from its output. */
  readonly terminal?: boolean;
  /** Shortens its own conversation when it is told to. */
  readonly compact?: boolean;
}

/** One slash command, its name without the slash. */
export interface AgentCommandView {
  readonly name: string;
  readonly description?: string;
  readonly hint?: string;
}

/** Whether the agent has what it needs to reach its model. */
export type AgentLogin = 'not_needed' | 'logged_in' | 'logged_out' | 'unknown';

/** One value of an option. */
export interface AgentOptionChoice {
  readonly value: string;
  readonly name: string;
  readonly description?: string;
  /** The heading under which the agent lists it. */
  readonly group?: string;
}

/** One thing that can be chosen in an agent's session. */
export interface AgentOptionView {
  /** The agent's id of it. */
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  /** Such as `mode`, `model`, `thought_level`. */
  readonly category?: string;
  /** Of a switch `true` or `false`. */
  readonly value?: string;
  /** Of a long list the first 200. */
  readonly choices: readonly AgentOptionChoice[];
}

/** What a probe found out about one agent on the worker's machine. */
export interface AgentView {
  readonly kind: string;
  readonly name: string;
  /** Two letters for its plate. */
  readonly plate: string;
  readonly installed: boolean;
  readonly version?: string;
  /** Where it was found. */
  readonly path?: string;
  readonly login: AgentLogin;
  /** What to do when it is not ready: the exact command to install it or to log in. */
  readonly nextStep?: string;
  readonly modes: readonly PermissionMode[];
  /** Models to offer; the agent accepts others too. */
  readonly models: readonly string[];
  readonly probedAt: string;
  /** What can be done with it. */
  readonly capabilities?: AgentCapabilities;
  /** The exact command that installs or updates it. */
  readonly installCommand?: string;
  /** The exact command that logs in, for a terminal. */
  readonly loginCommand?: string;
  /** What to do with that command, or instead of it. */
  readonly loginHint?: string;
  /** The oldest version that Homeport can speak to, when the installed one is older. */
  readonly needsVersion?: string;
}

/** Answers what an agent asks. The first answer wins; a later one is refused as `conflict`. */
export interface AnswerApprovalRequest {
  readonly approvalId: string;
  /** For a permission or a plan: the option. */
  readonly optionId?: string;
  /** For a question: an answer to each. */
  readonly answers?: readonly QuestionAnswer[];
  /** Reaches the agent with a refusal. */
  readonly reason?: string;
  /** With an approval of a plan: the plan to go by, where the agent takes one. */
  readonly plan?: string;
  /** The digest of what was shown. With it, an answer to anything else is a `conflict`. */
  readonly detailDigest?: string;
  /** With an allowance or a refusal of a permission: the rule to keep. */
  readonly keep?: KeepRule;
}

/** One choice of a question. */
export interface ApprovalChoice {
  readonly label: string;
  readonly description?: string;
}

/** What was answered, and by whom. */
export interface ApprovalDecision {
  /** The option that was chosen; none for a question's answers or a cancellation. */
  readonly optionId?: string;
  readonly optionKind?: ApprovalOptionKind;
  readonly answers?: readonly QuestionAnswer[];
  readonly reason?: string;
  /** The plan as the person changed it. */
  readonly plan?: string;
  /** When rules answered: the one that decided, the most specific of them. */
  readonly ruleId?: string;
  /** The names of the rules that decided, as they were then. */
  readonly ruleName?: string;
  /** The name of the rule that was kept with the answer. */
  readonly keptRuleName?: string;
  /** Who answered: a person's name, `rule`, or `agent` for a cancellation. */
  readonly by: string;
}

/** How the detail is to be shown. */
export type ApprovalDetailKind = 'command' | 'diff' | 'markdown' | 'json' | 'text';

/** What kind of thing is asked. */
export type ApprovalKind = 'permission' | 'question' | 'plan';

/** One answer that the agent offers. */
export interface ApprovalOption {
  readonly id: string;
  readonly kind: ApprovalOptionKind;
  readonly name: string;
}

/** What an option means. */
export type ApprovalOptionKind = 'allow_once' | 'allow_always' | 'reject_once' | 'reject_always';

/** A file that is to be changed. */
export interface ApprovalPath {
  /** Absolute, without steps back. */
  readonly path: string;
  /** Where it really lies, when a link leads elsewhere. */
  readonly target?: string;
}

/** One question with its choices; a free answer is always possible. */
export interface ApprovalQuestion {
  readonly id: string;
  readonly question: string;
  /** A word or two above the question. */
  readonly header?: string;
  readonly multiSelect: boolean;
  readonly choices: readonly ApprovalChoice[];
}

/** Payload of `approval_requested`: the approval, still pending. */
export interface ApprovalRequestedPayload {
  readonly approval: ApprovalView;
}

/** Payload of `approval_resolved`. */
export interface ApprovalResolvedPayload {
  readonly approvalId: string;
  readonly state: ApprovalState;
  readonly decision?: ApprovalDecision;
}

/** The approval as it stands now. */
export interface ApprovalResponse {
  readonly approval: ApprovalView;
  /** The rule that was kept with the answer. */
  readonly keptRule?: PermissionRuleView;
}

/** How an approval stands. */
export type ApprovalState = 'pending' | 'resolved' | 'cancelled';

/** Something an agent asks a person. */
export interface ApprovalView {
  readonly id: string;
  readonly taskId: string;
  readonly sessionId: string;
  readonly kind: ApprovalKind;
  readonly toolCallId?: string;
  readonly toolName?: string;
  /** One line: what it wants to do. */
  readonly title: string;
  /** The exact command, the unified diff, or the plan in Markdown. */
  readonly detail: string;
  readonly detailKind: ApprovalDetailKind;
  /** The agent's own reason, if it gave one. */
  readonly reason?: string;
  readonly options: readonly ApprovalOption[];
  /** Of a question: what is asked, each with its choices. */
  readonly questions?: readonly ApprovalQuestion[];
  /** Of an edit: the files that it changes, as far as the agent names them. Absolute, with links followed by the worker. */
  readonly paths?: readonly ApprovalPath[];
  /** How a reason for a refusal reaches the agent; where it is missing, none does. */
  readonly takesReason?: ReasonDelivery;
  /** Of a plan: the agent goes by a text that the person has changed. */
  readonly takesPlan?: boolean;
  /** Of what was shown. An answer that carries it is refused when it is meant for something else. */
  readonly detailDigest?: string;
  /** While it is pending: what could be kept of an answer, the narrowest sensible rule first. */
  readonly proposals?: readonly RuleDraft[];
  readonly state: ApprovalState;
  readonly decision?: ApprovalDecision;
  readonly createdAt: string;
  readonly decidedAt?: string;
}

/** Hides a task from the board, or shows it again. */
export interface ArchiveUnitTaskRequest {
  readonly id: string;
  readonly archived: boolean;
}

/** A browser that is logged in. */
export interface AuthSessionView {
  readonly id: string;
  /** The browser, as far as it told: for example `Chromium on Linux`. */
  readonly name: string;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly expiresAt: string;
  /** The one that asks. */
  readonly current: boolean;
}

/** One branch. */
export interface BranchView {
  readonly name: string;
  readonly commit: string;
  readonly subject: string;
  readonly committedAt: string;
  readonly isRemote: boolean;
  /** Checked out in the repository's main folder. */
  readonly isCurrent: boolean;
}

/** Asks what is in a folder, to pick a repository. */
export interface BrowseDirectoryRequest {
  /** An absolute path under one of the roots; the first root when left out. */
  readonly path?: string;
  readonly hidden?: boolean;
}

/** Folders first, each list in name order; at most 2,000 entries. */
export interface BrowseDirectoryResponse {
  readonly path: string;
  /** None at a root. */
  readonly parent?: string;
  readonly entries: readonly BrowseEntry[];
  readonly truncated: boolean;
}

/** One folder. */
export interface BrowseEntry {
  readonly name: string;
  readonly path: string;
  /** It is the top of a git repository. */
  readonly isRepository: boolean;
}

/** What a task may cost and what it did. A task whose budget is used up is paused and waits for a person. */
export interface BudgetView {
  /** The task's own limit in US dollars. */
  readonly taskUsd?: number;
  /** The project's limit for each of its tasks; it counts where the task has none of its own. */
  readonly eachTaskUsd?: number;
  /** The project's limit for a calendar month (UTC). */
  readonly monthUsd?: number;
  readonly spentUsd: number;
  /** By all tasks of the project in this month. */
  readonly spentInMonthUsd: number;
  /** Why nothing more is started; null while there is money left. */
  readonly usedUp?: string;
}

/** Ends a race without a winner. */
export interface CallOffRaceRequest {
  readonly id: string;
  /** What becomes of the tasks. */
  readonly tasks: RaceRemains;
}

/** Who the program takes the caller for. */
export interface CallerView {
  readonly name: string;
  /** `owner` in single-user mode. */
  readonly role: string;
  /** How it was shown: `owner_token`, `access_token`, `browser`, `owner_socket` or `none`. */
  readonly method: string;
  /** The browser session or access token in use. */
  readonly credentialId?: string;
}

/** Takes a prompt out of the queue. */
export interface CancelQueuedPromptRequest {
  readonly taskId: string;
  readonly id: string;
}

/** What happened to a file. */
export type ChangeStatus = 'added' | 'modified' | 'deleted' | 'renamed' | 'copied' | 'type_changed' | 'mode_changed' | 'submodule' | 'untracked' | 'conflicted';

/** One file that differs. */
export interface ChangedFileView {
  readonly path: string;
  /** Where it was before, for a rename or a copy. */
  readonly oldPath?: string;
  readonly status: ChangeStatus;
  /** Lines; 0 for a binary file. */
  readonly added: number;
  readonly removed: number;
  readonly binary: boolean;
  /** Not yet in any commit. */
  readonly uncommitted: boolean;
  /** Identifies the new content; a viewed mark is bound to it. None for a deleted file. */
  readonly blobHash?: string;
  /** Octal file modes, where they differ or tell something (submodule 160000, symlink 120000). */
  readonly oldMode?: string;
  readonly newMode?: string;
  /** The person has marked this very content as viewed. */
  readonly viewed: boolean;
}

/** Removes exactly what was shown. */
export interface CleanUpRequest {
  readonly items: readonly CleanupChoice[];
}

/** One result for each, in their order. */
export interface CleanUpResponse {
  readonly results: readonly CleanupResult[];
  /** What was freed at once. What went into the trash still takes its room. */
  readonly freedBytes: number;
}

/** One thing as it was shown. */
export interface CleanupChoice {
  readonly id: string;
  readonly fingerprint: string;
}

/** One thing that could go. */
export interface CleanupItemView {
  /** To be given back with `fingerprint` to remove exactly this. */
  readonly id: string;
  /** Changes with the thing: what was changed after it was shown is not removed. */
  readonly fingerprint: string;
  readonly kind: CleanupKind;
  readonly taskId?: string;
  readonly taskTitle?: string;
  readonly taskState?: TaskState;
  readonly bytes: number;
  readonly files: number;
  /** When its task ended, or when it came into the trash. */
  readonly since: string;
  readonly keeps: CleanupKeeps;
  /** Why it is shown but never removed. */
  readonly refusal?: string;
}

/** What is kept of a thing that goes. */
export type CleanupKeeps = 'trash_and_snapshot' | 'snapshot' | 'nothing';

/** What kind of thing could go. */
export type CleanupKind = 'worktree' | 'orphan' | 'trash' | 'leftover';

/** What became of one thing. */
export interface CleanupResult {
  readonly id: string;
  /** It is gone from its place. */
  readonly removed: boolean;
  readonly freedBytes: number;
  /** Where it lies now; it can be taken out again. */
  readonly trashId?: string;
  /** Why it is still there. */
  readonly message?: string;
}

/** Ends all that runs in a terminal and forgets it. */
export interface CloseTerminalRequest {
  readonly id: string;
  /** True: one in which more than its shell runs is refused with `conflict`, so that a person can be asked first. */
  readonly unlessBusy?: boolean;
}

/** A port of a startup command. */
export interface CommandPort {
  /** The variable that carries it; left out for one that the command chose by itself. */
  readonly name?: string;
  readonly port: number;
  /** A process of the command listens there now. */
  readonly listening: boolean;
}

/** Payload of `commands`: the agent's own slash commands. */
export interface CommandsPayload {
  readonly commands: readonly AgentCommandView[];
}

/** How a comment stands. */
export type CommentState = 'draft' | 'sent' | 'resolved';

/** Payload of `comments_changed`: all comments of the task. */
export interface CommentsChangedPayload {
  readonly taskId: string;
  readonly comments: readonly ReviewCommentView[];
}

/** Commits everything in the task's worktree. */
export interface CommitTaskRequest {
  readonly taskId: string;
  /** The task's title when left out. */
  readonly message?: string;
}

/** The commit that was made. */
export interface CommitTaskResponse {
  readonly task: UnitTaskView;
  readonly commit: string;
}

/** Has the agent shorten its own conversation, to make room in its context. */
export interface CompactTaskRequest {
  readonly taskId: string;
}

/** Payload of `config`: the agent's mode, model or options changed. */
export interface ConfigPayload {
  readonly permissionMode?: PermissionMode;
  /** The agent's own name of its mode. */
  readonly mode?: string;
  readonly model?: string;
  /** Everything that can be chosen in the session, whole; left out when it is as it was told before. */
  readonly options?: readonly AgentOptionView[];
  /** The agent's own title of its session, when it is told. */
  readonly title?: string;
}

/** How an agent comes to know what was said before. */
export type ConversationMeans = 'kept' | 'native' | 'text' | 'new';

/** A file, or a folder with all that lies in it. */
export interface CopiedEntry {
  /** Relative to the repository; a folder ends with `/`. */
  readonly path: string;
  readonly files: number;
  readonly bytes: number;
}

/** Makes a token for a program. */
export interface CreateAccessTokenRequest {
  readonly name: string;
  /** 1 to 365; never when left out. */
  readonly expiresInDays?: number;
}

/** The token. Its secret is shown this once. */
export interface CreateAccessTokenResponse {
  readonly accessToken: AccessTokenView;
  readonly secret: string;
}

/** A zip file for whoever helps: what it holds and what was left out stands in its README.txt. */
export interface CreateDiagnosticsBundleResponse {
  readonly fileName: string;
  /** The file as base64. */
  readonly zip: string;
}

/** A one-time link that opens the browser logged in. */
export interface CreateLoginLinkResponse {
  /** The secret stands in the fragment, which no server and no log sees. */
  readonly url: string;
  readonly expiresAt: string;
}

/** Makes a rule. One that covers the same already is changed to this effect and name. */
export interface CreatePermissionRuleRequest {
  readonly effect: RuleEffect;
  readonly scope: RuleScope;
  /** For `project`. */
  readonly repositoryGroupId?: string;
  /** For `task`. */
  readonly taskId?: string;
  /** Every agent when it is missing. */
  readonly agentType?: string;
  readonly toolName: string;
  readonly patternKind: RulePatternKind;
  readonly pattern?: string;
  readonly name?: string;
}

/** Gives one prompt to several agents at once: a task for each, all from the commit at which the base branch is now. */
export interface CreateRaceRequest {
  readonly repositoryGroupId: string;
  /** What each is to do; 1 to 200,000 characters. */
  readonly prompt: string;
  /** At most 200 characters; made from the prompt when left out. */
  readonly title?: string;
  /** The branch to start from; the project's, else the repository's default branch, when left out. */
  readonly baseBranch?: string;
  /** 2 to 8. The same profile may be there more than once. */
  readonly runners: readonly RaceProfile[];
  /** Shell lines that judge each worktree; the project's when left out, none when empty. */
  readonly verifyCommand?: string;
  /** 10 to 3,600; the project's, else 600, when left out. */
  readonly verifyTimeoutSeconds?: number;
  /** Mode `bypass` outside of a sandbox or container is taken only with the exact text `bypass` here. */
  readonly confirmBypass?: string;
}

/** Makes a project of repositories that were added. */
export interface CreateRepositoryGroupRequest {
  readonly name: string;
  /** In order; the first is the primary one. */
  readonly repositoryIds: readonly string[];
  readonly color?: number;
  readonly defaults?: ProjectDefaults;
}

/** Opens a terminal for a task or for a project; give one of them. */
export interface CreateTerminalRequest {
  /** It works in the task's worktree, which is made if there is none. */
  readonly taskId?: string;
  /** The project, in whose first repository it works. */
  readonly repositoryGroupId?: string;
  /** 2 to 1,000; 80 when left out. */
  readonly columns?: number;
  /** 1 to 500; 24 when left out. */
  readonly rows?: number;
  readonly name?: string;
}

/** A single-use ticket for `/ws?ticket=…`, for clients that cannot set a header there. */
export interface CreateTicketResponse {
  readonly ticket: string;
  readonly expiresAt: string;
}

/** Writes a task down, and starts it if asked to. */
export interface CreateUnitTaskRequest {
  readonly repositoryGroupId: string;
  /** What the agent is to do; 1 to 200,000 characters. */
  readonly prompt: string;
  /** At most 200 characters; made from the prompt when left out. */
  readonly title?: string;
  /** The name of the branch to make; made by the project's template when left out. */
  readonly branchName?: string;
  /** An agent kind; the project's default when left out. */
  readonly agentType?: string;
  /** For kind `acp`: the program and its arguments. */
  readonly agentCommand?: readonly string[];
  readonly model?: string;
  readonly permissionMode?: PermissionMode;
  /** The project's, else `worktree`, when left out. */
  readonly isolation?: Isolation;
  /** False for a sandbox or container without network: only an agent whose model is inside can work there. */
  readonly network?: boolean;
  /** The branch to start from; the project's, else the repository's default branch, when left out. */
  readonly baseBranch?: string;
  /** Start at once instead of leaving it in the backlog. */
  readonly start?: boolean;
  /** Mode `bypass` outside of a sandbox or container is taken only with the exact text `bypass` here. */
  readonly confirmBypass?: string;
}

/** Makes a workspace. */
export interface CreateWorkspaceRequest {
  readonly name: string;
}

/** Host to worker: remove these for good, each only if it is still what was shown. */
export interface DeletePartsRequest {
  readonly parts: readonly PartToDelete[];
}

/** One answer for each, in their order. */
export interface DeletePartsResponse {
  readonly parts: readonly DeletedPart[];
}

/** Forgets a kept answer. */
export interface DeletePermissionRuleRequest {
  readonly id: string;
}

/** Forgets a project that has no tasks outside the trash. No folder is touched. */
export interface DeleteRepositoryGroupRequest {
  readonly id: string;
}

/** Throws a draft away. */
export interface DeleteReviewCommentRequest {
  readonly taskId: string;
  readonly id: string;
}

/** Puts a task and its worktree into the trash for seven days. */
export interface DeleteUnitTaskRequest {
  readonly id: string;
}

/** What became of one. */
export interface DeletedPart {
  /** What was freed. */
  readonly bytes: number;
  /** Why it is still there; null when it is gone. */
  readonly refused?: string;
}

/** One check. */
export interface DiagnosticCheck {
  readonly name: string;
  /** `ok`, `warning` or `failed`. */
  readonly status: string;
  readonly message: string;
  /** What goes wrong while it stays so. */
  readonly why?: string;
  /** The command or step that mends it. */
  readonly next?: string;
}

/** What `homeport doctor` and the settings page show: each check with what to do. */
export interface DiagnosticsView {
  readonly version: string;
  readonly root: string;
  readonly platform: string;
  readonly store: string;
  /** How the host was started, without secrets. */
  readonly settings: Readonly<Record<string, string>>;
  readonly checks: readonly DiagnosticCheck[];
}

/** A run of lines that differ, with context. Line numbers count from 1. */
export interface DiffHunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  /** The function or section that git names after the second `@@`. */
  readonly section?: string;
  readonly lines: readonly DiffLine[];
}

/** One line without its end. */
export interface DiffLine {
  readonly kind: DiffLineKind;
  readonly text: string;
  readonly oldLine?: number;
  readonly newLine?: number;
  /** The file ends here without a line break. */
  readonly noNewline: boolean;
}

/** Which side has a line. */
export type DiffLineKind = 'context' | 'added' | 'removed';

/** Which changes are looked at. */
export type DiffScope = 'all' | 'working' | 'turn';

/** The two sides of a difference. */
export type DiffSide = 'old' | 'new';

/** How much a task has changed since its base commit. */
export interface DiffStat {
  readonly files: number;
  readonly added: number;
  readonly removed: number;
}

/** One thing that takes room. */
export interface DiskPart {
  readonly kind: DiskPartKind;
  readonly path: string;
  /** False: its sizes are not known yet. */
  readonly measured: boolean;
  readonly bytes: number;
  readonly files: number;
  /** False: there was more than could be looked at. */
  readonly complete: boolean;
  /** Changes when anything in it changes. */
  readonly fingerprint: string;
  /** When anything in it changed last; for the trash, when it came there. */
  readonly at?: string;
  /** Whose it is, as it says itself. */
  readonly taskId?: string;
  /** The repository that a worktree, also one in the trash, belongs to. */
  readonly repositoryPath?: string;
  /** Where a thing in the trash came from. */
  readonly origin?: string;
  /** The branch of a worktree, as its marker says. */
  readonly branch?: string;
  /** Why it is not what its place says, so that it is never touched. */
  readonly oddity?: string;
}

/** What kinds of things take room. */
export type DiskPartKind = 'worktree' | 'trash' | 'clone' | 'journal' | 'log' | 'database' | 'leftover' | 'other';

/** A file system. */
export interface DiskSpace {
  /** The folder that was asked about. */
  readonly path: string;
  /** Such as `ext4`. */
  readonly fileSystem: string;
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** One thing that takes room. */
export interface DiskUsagePart {
  readonly kind: DiskPartKind;
  readonly path: string;
  /** Null where it was not measured yet. */
  readonly bytes?: number;
  /** False: there was more than could be looked at. */
  readonly complete: boolean;
  readonly at?: string;
  readonly taskId?: string;
  readonly taskTitle?: string;
  readonly taskState?: TaskState;
  /** Why it is not what its place says. */
  readonly oddity?: string;
}

/** What Homeport's data folder holds. */
export interface DiskUsageView {
  readonly space: DiskSpace;
  /** With less free than this, nothing new is started. */
  readonly reserveBytes: number;
  /** Less than the reserve is free. */
  readonly nearlyFull: boolean;
  /** Null before the first measure is complete. */
  readonly measuredAt?: string;
  readonly measuring: boolean;
  /** How many snapshots the repositories keep; null before the first measure. */
  readonly snapshots?: number;
  readonly parts: readonly DiskUsagePart[];
}

/** Ends a worker when it has finished what runs on it; the host starts a fresh one. */
export interface DrainWorkerRequest {
  readonly id: string;
}

/** Removes these for good. That cannot be undone; branches and snapshots stay in the repositories. */
export interface EmptyTrashRequest {
  readonly ids: readonly string[];
}

/** Agreed: agents are given this server, exactly as it was shown. */
export interface EnableMcpServerRequest {
  readonly id: string;
  /** Of what was shown. A server that is another by now is not switched on. */
  readonly fingerprint: string;
}

/** The `data` member of a JSON-RPC error and the extra members of a REST problem. */
export interface ErrorData {
  /** One of `ErrorCodes`. */
  readonly code: string;
  /** What happened, why, and what to do next. */
  readonly detail?: string;
  /** Everything that is wrong with the request, all at once. */
  readonly errors?: readonly FieldErrorView[];
  /** Facts of this code, such as `files` of a merge conflict or `from`, `to`, `allowed` of a transition. */
  readonly facts?: Readonly<Record<string, readonly string[]>>;
}

/** Payload of `error`. */
export interface ErrorPayload {
  readonly code: string;
  readonly message: string;
  readonly next?: string;
  /** The last lines the agent wrote to its standard error, at most 4 KiB. */
  readonly detail?: string;
}

/** Pushed for stored events, in order, none missing: `event`. */
export interface EventNotification {
  readonly subscriptionId: string;
  readonly events: readonly EventView[];
}

/** One entry of the append-only log. The payload's shape follows from the kind. */
export interface EventView {
  /** Grows by one in each workspace. */
  readonly sequence: number;
  readonly kind: string;
  readonly at: string;
  readonly taskId?: string;
  readonly sessionId?: string;
  readonly turnId?: string;
  /** What is upserted: events of one item build on each other. */
  readonly itemId?: string;
  readonly payload: unknown;
}

/** Trades the secret of a one-time link for the browser's cookie. */
export interface ExchangeLoginRequest {
  readonly secret: string;
}

/** One normalised message with its place in the log. */
export interface ExecutionLogView {
  readonly taskId: string;
  readonly sessionId: string;
  readonly sequence: number;
  readonly message: NormalizedMessage;
}

/** One wrong field. `Path` is a JSON pointer without its first slash. */
export interface FieldErrorView {
  readonly path: string;
  readonly message: string;
}

/** The difference of one file. */
export interface FileDiffView {
  readonly file: ChangedFileView;
  readonly hunks: readonly DiffHunk[];
  /** The rest was left out because the difference is over 20,000 lines or 4 MiB. */
  readonly truncated: boolean;
  /** Sizes in bytes, for a binary file. */
  readonly oldSize?: number;
  readonly newSize?: number;
}

/** Host to worker: which processes run for this installation? */
export interface FindProcessesRequest {
  /** The host's own process, which is shown if it runs on the same machine. */
  readonly host?: HostProcess;
}

/** Each parent before its children. */
export interface FindProcessesResponse {
  readonly processes: readonly ProcessView[];
  /** How many processors the machine has. */
  readonly processors: number;
  /** What the machine has, in bytes. */
  readonly totalMemory: number;
}

/** How a program in a terminal gets the prompt with which its task begins. Those that follow are typed. */
export type FirstPrompt = 'typed' | 'argument' | 'none';

/** What a process is there for. */
export type FleetProcessKind = 'agent' | 'terminal' | 'service' | 'backend' | 'other';

/** Where agents, terminals and services run, and how much of it is in use. */
export interface FleetView {
  readonly workers: readonly FleetWorkerView[];
  /** Turns that wait for a free place. */
  readonly queued: number;
  /** Nothing new is started because the disk is nearly full. */
  readonly heldByDisk: boolean;
}

/** What a worker does. */
export type FleetWorkerState = 'connected' | 'draining' | 'away';

/** One worker. */
export interface FleetWorkerView {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly state: FleetWorkerState;
  /** When it came into this state, as far as this host knows. */
  readonly since: string;
  /** On its own machine; 0 where it did not say. */
  readonly processId: number;
  readonly startedAt?: string;
  readonly lastHeartbeatAt?: string;
  readonly maxConcurrentTasks: number;
  /** Turns that run on it. */
  readonly runningTasks: number;
  readonly processors: number;
  /** What its machine has, in bytes. */
  readonly totalMemory: number;
  readonly terminals: number;
  readonly services: number;
}

/** Makes a new task from a message of this one: with a worktree and a branch of its own, the files as they were before that message, and an agent that knows what was said until then. This task stays as it is. */
export interface ForkTaskRequest {
  readonly taskId: string;
  /** The turn of the message from which the new task goes another way. */
  readonly turnId: string;
  /** What to say instead; that message again when left out. */
  readonly prompt?: string;
  /** Made from the prompt when left out. */
  readonly title?: string;
  /** Start at once instead of leaving it in the backlog. */
  readonly start?: boolean;
}

/** Payload of `forked`: where this task comes from and what its agent knows. */
export interface ForkedPayload {
  readonly from: TaskOrigin;
  readonly means: ConversationMeans;
}

/** A file that fits. */
export interface FoundFile {
  /** From the worktree's top, with `/`. */
  readonly path: string;
}

/** Pushed when entries can no longer be had: `gap`. The client reads the things anew. */
export interface GapNotification {
  readonly subscriptionId: string;
  readonly from: number;
  readonly to: number;
}

/** Asks for one approval. */
export interface GetApprovalRequest {
  readonly id: string;
}

/** The caller. */
export interface GetCallerResponse {
  readonly caller: CallerView;
}

/** Host to worker: how much room is there at this moment? */
export interface GetDiskSpaceResponse {
  /** Null where the worker cannot tell. */
  readonly space?: DiskSpace;
}

/** Asks what takes room. Sizes come from the last measure. */
export interface GetDiskUsageRequest {
  /** Measure anew; the answer tells that it is being measured. */
  readonly refresh?: boolean;
}

/** Asks for a session's history as normalised messages. */
export interface GetExecutionLogsRequest {
  readonly sessionId: string;
  /** Only what came after this sequence. */
  readonly fromSequence?: number;
  /** 1 to 1,000; 200 when left out. */
  readonly limit?: number;
}

/** A page of messages, oldest first. `NextSequence` is the `fromSequence` of the next page. */
export interface GetExecutionLogsResponse {
  readonly logs: readonly ExecutionLogView[];
  readonly nextSequence?: number;
}

export interface GetPastSessionRequest {
  readonly id: string;
}

/** A session, and what would become of it as a task. */
export interface GetPastSessionResponse {
  readonly session: PastSessionView;
  readonly plan: PastSessionPlan;
}

/** Asks for the limits of a project. */
export interface GetProjectBudgetRequest {
  readonly projectId: string;
}

/** Asks for a race. */
export interface GetRaceRequest {
  readonly id: string;
}

/** Asks for one project. */
export interface GetRepositoryGroupRequest {
  readonly id: string;
}

/** Asks for one repository. */
export interface GetRepositoryRequest {
  readonly id: string;
}

/** Asks for a sidecar. */
export interface GetSidecarRequest {
  readonly id: string;
}

/** Asks which files a task changed. */
export interface GetTaskDiffRequest {
  readonly taskId: string;
  /** `all` when left out. */
  readonly scope?: DiffScope;
  /** Id of the turn, for scope `turn`; the one that runs, else the last one, when left out. */
  readonly turn?: string;
}

/** The changed files in path order. */
export interface GetTaskDiffResponse {
  readonly files: readonly ChangedFileView[];
  readonly baseCommit: string;
  readonly headCommit: string;
  readonly added: number;
  readonly removed: number;
  /** Something is in the worktree that no commit has. */
  readonly hasUncommitted: boolean;
}

/** Asks for one file's hunks. */
export interface GetTaskFileDiffRequest {
  readonly taskId: string;
  readonly path: string;
  readonly scope?: DiffScope;
  readonly turn?: string;
  /** Lines of context around a change, 0 to 10,000; 3 when left out. */
  readonly context?: number;
  readonly ignoreWhitespace?: boolean;
}

/** One file's hunks. */
export interface GetTaskFileDiffResponse {
  readonly file: FileDiffView;
}

/** Asks what a task used, turn by turn. */
export interface GetTaskUsageRequest {
  readonly taskId: string;
}

/** Asks for one terminal. */
export interface GetTerminalRequest {
  readonly id: string;
}

/** Asks for one question. */
export interface GetTrustQuestionRequest {
  readonly id: string;
}

/** Asks for one task. */
export interface GetUnitTaskRequest {
  readonly id: string;
}

/** A task with its sessions (oldest first), what it asks, and what waits for its turn. */
export interface GetUnitTaskResponse {
  readonly task: UnitTaskView;
  readonly sessions: readonly SessionView[];
  readonly pendingApprovals: readonly ApprovalView[];
  readonly queuedPrompts: readonly QueuedPromptView[];
}

/** Asks what was used, in groups. */
export interface GetUsageRequest {
  /** By day when left out. */
  readonly by?: UsageGrouping;
  /** The first day, `yyyy-mm-dd` in UTC; 30 days ago when left out. */
  readonly from?: string;
  /** The last day; today when left out. */
  readonly to?: string;
  readonly projectId?: string;
  readonly agentType?: string;
}

/** The groups, days oldest first, others the most expensive first (at most 200), and the sum of all. */
export interface GetUsageResponse {
  readonly items: readonly UsageGroup[];
  readonly total: UsageSum;
  /** The day of the price table by which costs were estimated. */
  readonly pricesOf: string;
}

/** What an agent that takes over learns. */
export type HandOverContext = 'nothing' | 'conversation' | 'summary';

/** Lets another agent go on with a task, in the same worktree. */
export interface HandOverTaskRequest {
  readonly taskId: string;
  /** The agent that takes over. */
  readonly agentType: string;
  /** For kind `acp`: the program and its arguments. */
  readonly agentCommand?: readonly string[];
  readonly model?: string;
  /** What it learns of the conversation so far. */
  readonly context: HandOverContext;
  /** The first thing to say to it. */
  readonly prompt: string;
}

/** Payload of `handed_over`. */
export interface HandedOverPayload {
  readonly from: string;
  readonly to: string;
  readonly model?: string;
  readonly context: HandOverContext;
  /** How many characters of text the new agent got. */
  readonly characters: number;
}

/** Whether the parts answer. */
export interface HealthView {
  /** `ok` or `degraded`. */
  readonly status: string;
  readonly version: string;
  /** Seconds since the start. */
  readonly uptime: number;
  readonly owner?: string;
  readonly identity?: string;
  readonly tunnel?: string;
  /** How many workers are connected. */
  readonly workers: number;
  /** `sqlite` or `postgresql`. */
  readonly store: string;
}

/** A process that cannot be mistaken for one of another machine or boot. */
export interface HostProcess {
  /** Its id. */
  readonly pid: number;
  /** Boot and start time, to be compared and not read. */
  readonly start: string;
}

/** Payload of `imported`: the session outside of Homeport that this task goes on with. */
export interface ImportedPayload {
  readonly pastSessionId: string;
  readonly agentType: string;
  readonly nativeSessionId: string;
  readonly title: string;
  readonly folder?: string;
  readonly lastAt: string;
  /** The agent goes on by itself, or gets what was said as text. */
  readonly means: ConversationMeans;
  /** How many characters of text it gets. */
  readonly characters: number;
}

/** Where an agent works, and what keeps it there: the rungs of a ladder, each higher one stopping more. */
export type Isolation = 'worktree' | 'in_place' | 'sandbox' | 'container';

/** One rung of the ladder as the worker's machine can do it. */
export interface IsolationView {
  readonly kind: Isolation;
  readonly available: boolean;
  /** What was found, such as the path of a program. */
  readonly detail?: string;
  /** Why it cannot be had. */
  readonly reason?: string;
  /** The command that helps. */
  readonly next?: string;
}

/** The rule to keep with an answer; its effect is that of the answer. */
export interface KeepRule {
  readonly scope: RuleScope;
  readonly toolName: string;
  readonly patternKind: RulePatternKind;
  readonly pattern?: string;
  readonly name?: string;
  /** For every agent, not only for the one that asks. */
  readonly anyAgent?: boolean;
}

/** Keeps one runner as an ordinary task; the others are stopped and go to the trash. The first choice counts. */
export interface KeepRunnerRequest {
  readonly id: string;
  /** The runner's task. */
  readonly taskId: string;
}

/** JSON-RPC calls the list `accessTokens`. */
export interface ListAccessTokensResponse {
  readonly items: readonly AccessTokenView[];
}

/** The agents as last probed. JSON-RPC calls the list `agents`. */
export interface ListAgentsResponse {
  readonly items: readonly AgentView[];
}

/** Asks for approvals, oldest first. */
export interface ListApprovalsRequest {
  readonly taskId?: string;
  readonly state?: ApprovalState;
  readonly limit?: number;
  readonly cursor?: string;
}

/** JSON-RPC calls the list `approvals`. */
export interface ListApprovalsResponse {
  readonly items: readonly ApprovalView[];
  readonly nextCursor?: string;
}

/** JSON-RPC calls the list `authSessions`. */
export interface ListAuthSessionsResponse {
  readonly items: readonly AuthSessionView[];
}

/** Searches the branches of a project's primary repository, newest commit first. */
export interface ListBranchesRequest {
  /** The project. */
  readonly id: string;
  /** Part of the name. */
  readonly query?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

/** JSON-RPC calls the list `branches`. */
export interface ListBranchesResponse {
  readonly items: readonly BranchView[];
  readonly nextCursor?: string;
}

/** The folders under which browsing is allowed. */
export interface ListBrowseRootsResponse {
  readonly items: readonly string[];
}

/** The ladder from below. JSON-RPC calls the list `isolations`. */
export interface ListIsolationsResponse {
  readonly items: readonly IsolationView[];
}

/** Asks for the servers: of a project with those for all projects, or those for all projects. */
export interface ListMcpServersRequest {
  readonly repositoryGroupId?: string;
  /** True: all of them, whatever project they belong to. */
  readonly all?: boolean;
}

/** By name. JSON-RPC calls the list `servers`. */
export interface ListMcpServersResponse {
  readonly items: readonly McpServerView[];
}

/** Asks for a page of what was said and done in a session. The answer is shaped like that of a task's events. */
export interface ListPastSessionEventsRequest {
  readonly id: string;
  /** The newest ones before this sequence; the newest of all when this and `after` are left out. */
  readonly before?: number;
  /** The oldest ones after this sequence; 0 begins at the beginning. */
  readonly after?: number;
  /** 1 to 1,000; 200 when left out. A page also ends when it gets large, and never in the middle of a line. */
  readonly limit?: number;
}

/** Events in order, oldest first. JSON-RPC calls the list `events`. */
export interface ListPastSessionEventsResponse {
  readonly items: readonly EventView[];
  /** There are more in the direction that was asked for. */
  readonly hasMore: boolean;
  /** Where the page ends in the direction that was asked for: the next `before` or `after`. */
  readonly sequence: number;
}

/** Asks for a page of the sessions that agents keep, newest first. Looks at their stores first when that was not done lately. */
export interface ListPastSessionsRequest {
  /** Words that must all be in the title, the folder or what was said. */
  readonly query?: string;
  readonly agentType?: string;
  /** Only those of this folder and what lies below it; absolute. */
  readonly folder?: string;
  /** True: also those that came about in a task of Homeport. */
  readonly all?: boolean;
  /** 1 to 200; 50 when left out. */
  readonly limit?: number;
  readonly cursor?: string;
}

/** A page of them. JSON-RPC calls the list `pastSessions`. */
export interface ListPastSessionsResponse {
  readonly items: readonly PastSessionView[];
  readonly nextCursor?: string;
  /** The stores are being read right now: ask again in a moment for more. */
  readonly reading: boolean;
  /** Why the stores could not be read the last time, for a person. */
  readonly problem?: string;
}

/** Asks for the kept answers. */
export interface ListPermissionRulesRequest {
  /** Those of this project and its tasks. */
  readonly repositoryGroupId?: string;
  /** Those that this task alone has. */
  readonly taskId?: string;
  readonly scope?: RuleScope;
}

/** JSON-RPC calls the list `permissionRules`. */
export interface ListPermissionRulesResponse {
  readonly items: readonly PermissionRuleView[];
}

/** The prices by which costs are estimated that no agent tells. */
export interface ListPricesResponse {
  /** A person's own prices, from `prices.json` in the data folder, stand before ours. */
  readonly items: readonly ModelPrice[];
  /** The day on which ours were the list prices, `yyyy-mm-dd`. */
  readonly pricesOf: string;
}

/** Processes by task. JSON-RPC calls the list `groups`. */
export interface ListProcessesResponse {
  readonly items: readonly ProcessGroupView[];
  /** How many processors the machine has: 100 percent each. */
  readonly processors: number;
  /** What the machine has, in bytes. */
  readonly totalMemory: number;
}

/** Asks for the prompts that wait, first one first. */
export interface ListQueuedPromptsRequest {
  readonly taskId: string;
}

/** JSON-RPC calls the list `queuedPrompts`. */
export interface ListQueuedPromptsResponse {
  readonly items: readonly QueuedPromptView[];
}

/** Asks for races, newest first. */
export interface ListRacesRequest {
  readonly repositoryGroupId?: string;
  /** Only those that are not decided. */
  readonly open?: boolean;
  /** 1 to 200; 50 when left out. */
  readonly limit?: number;
}

/** JSON-RPC calls the list `races`. */
export interface ListRacesResponse {
  readonly items: readonly RaceView[];
}

/** Asks for the repositories of a workspace. */
export interface ListRepositoriesRequest {
  readonly workspaceId?: string;
}

/** JSON-RPC calls the list `repositories`. */
export interface ListRepositoriesResponse {
  readonly items: readonly RepositoryView[];
}

/** Asks for the projects in their order. */
export interface ListRepositoryGroupsRequest {
  readonly workspaceId?: string;
}

/** JSON-RPC calls the list `repositoryGroups`. */
export interface ListRepositoryGroupsResponse {
  readonly items: readonly RepositoryGroupView[];
}

/** Asks for a task's comments, in file and line order. */
export interface ListReviewCommentsRequest {
  readonly taskId: string;
}

/** JSON-RPC calls the list `comments`. */
export interface ListReviewCommentsResponse {
  readonly items: readonly ReviewCommentView[];
}

/** What a worker knows of its services, those that have ended included. */
export interface ListServicesResponse {
  readonly items: readonly ServiceStatus[];
}

/** Asks for the sidecars, by name. */
export interface ListSidecarsRequest {
  readonly workspaceId?: string;
}

/** JSON-RPC calls the list `sidecars`. */
export interface ListSidecarsResponse {
  readonly items: readonly SidecarView[];
}

/** Asks for a task's snapshots, newest first. */
export interface ListSnapshotsRequest {
  readonly taskId: string;
}

/** JSON-RPC calls the list `snapshots`. */
export interface ListSnapshotsResponse {
  readonly items: readonly SnapshotView[];
}

/** Asks for the startup commands of a project, in their order. */
export interface ListStartupCommandsRequest {
  readonly projectId: string;
}

/** JSON-RPC calls the list `commands`. */
export interface ListStartupCommandsResponse {
  readonly items: readonly StartupCommand[];
}

/** Asks what a task can run beside its agent, and what of it runs. */
export interface ListTaskCommandsRequest {
  readonly taskId: string;
}

/** JSON-RPC calls the list `commands`. */
export interface ListTaskCommandsResponse {
  readonly items: readonly TaskCommandView[];
}

/** Asks for a page of a task's session events. */
export interface ListTaskEventsRequest {
  readonly taskId: string;
  /** The newest ones before this sequence; the newest of all when this and `after` are left out. */
  readonly before?: number;
  /** The oldest ones after this sequence. */
  readonly after?: number;
  /** 1 to 1,000; 200 when left out. */
  readonly limit?: number;
}

/** Events in order, oldest first. JSON-RPC calls the list `events`. */
export interface ListTaskEventsResponse {
  readonly items: readonly EventView[];
  /** There are older ones. */
  readonly hasMore: boolean;
  /** Where the workspace's log stands: subscribe from here. */
  readonly sequence: number;
}

/** The registered programs by name. JSON-RPC calls the list `agents`. */
export interface ListTerminalAgentsResponse {
  readonly items: readonly TerminalAgentView[];
}

/** Asks for the terminals that are not closed, oldest first. */
export interface ListTerminalsRequest {
  readonly workspaceId?: string;
  /** Only those of a task. */
  readonly taskId?: string;
  /** Only those of a project, its tasks' included. */
  readonly repositoryGroupId?: string;
}

/** JSON-RPC calls the list `terminals`. */
export interface ListTerminalsResponse {
  readonly items: readonly TerminalView[];
}

/** What lies in the trash, newest first. JSON-RPC calls the list `trash`. */
export interface ListTrashResponse {
  readonly items: readonly TrashItemView[];
}

/** The questions that wait, oldest first. JSON-RPC calls the list `questions`. */
export interface ListTrustQuestionsResponse {
  readonly items: readonly TrustQuestionView[];
}

/** Of one project, or of all. */
export interface ListTrustedFilesRequest {
  readonly repositoryGroupId?: string;
}

/** By project and path. JSON-RPC calls the list `trustedFiles`. */
export interface ListTrustedFilesResponse {
  readonly items: readonly TrustedFileView[];
}

/** Asks for a page of tasks, newest change first. */
export interface ListUnitTasksRequest {
  readonly repositoryGroupId?: string;
  /** One state word, or several with commas. */
  readonly status?: string;
  readonly agentType?: string;
  /** Words that the title or the prompt must contain. */
  readonly query?: string;
  /** True: only archived; false or left out: only those that are not. */
  readonly archived?: boolean;
  /** True: only what lies in the trash; false or left out: none of it. */
  readonly deleted?: boolean;
  /** 1 to 200; 50 when left out. */
  readonly limit?: number;
  readonly cursor?: string;
}

/** A page of tasks. JSON-RPC calls the list `tasks`. */
export interface ListUnitTasksResponse {
  readonly items: readonly UnitTaskView[];
  readonly nextCursor?: string;
}

/** JSON-RPC calls the list `workers`. */
export interface ListWorkersResponse {
  readonly items: readonly WorkerView[];
}

/** JSON-RPC calls the list `workspaces`. */
export interface ListWorkspacesResponse {
  readonly items: readonly WorkspaceView[];
}

/** Names one server. */
export interface McpServerById {
  readonly id: string;
}

/** Payload of `mcp_server_changed`. One that was removed is told by `mcp_server_removed`. */
export interface McpServerChangedPayload {
  readonly server: McpServerView;
}

/** One server. */
export interface McpServerResponse {
  readonly server: McpServerView;
}

/** A server of the Model Context Protocol that agents are given. Values of variables and headers are never shown. */
export interface McpServerView {
  readonly id: string;
  readonly workspaceId: string;
  /** The project; null for all projects. A project's own entry takes the place of one for all with the same name. */
  readonly repositoryGroupId?: string;
  readonly name: string;
  readonly transport: McpTransport;
  /** Of `stdio`: the program and its arguments. */
  readonly command?: readonly string[];
  readonly environmentNames: readonly string[];
  /** Of `http` and `sse`. What a query gives is shown as `…`. */
  readonly url?: string;
  readonly headerNames: readonly string[];
  /** Agents are given it. Switched on by a person only, and off again by every change. */
  readonly enabled: boolean;
  /** The files that run, as they were when it was looked at last: they must be the same when an agent is given it. */
  readonly files: readonly PinnedFile[];
  /** Stands for all of it: whoever switches it on says with it what was seen. */
  readonly fingerprint: string;
  readonly createdAt: string;
  readonly version: number;
}

/** Payload of `mcp_servers`: the servers that a session's agent was given, and those that it was not. A server that is told again is now as it is told last. */
export interface McpServersPayload {
  readonly servers: readonly SessionMcpServer[];
}

/** How a server is reached. */
export type McpTransport = 'stdio' | 'http' | 'sse';

/** Host to worker: what is there, and what takes how much? Measuring takes time, so sizes are those of the last measure. */
export interface MeasureDiskRequest {
  /** Begin to measure anew. */
  readonly refresh?: boolean;
  /** Answer only when a measure that began after this request is complete. */
  readonly wait?: boolean;
  /** Repositories whose snapshots are counted. */
  readonly repositories: readonly string[];
}

/** What the worker's disk holds for this installation. */
export interface MeasureDiskResponse {
  readonly space: DiskSpace;
  /** Null before the first measure is complete. */
  readonly measuredAt?: string;
  readonly measuring: boolean;
  /** How many snapshots the repositories keep; null before the first measure. */
  readonly snapshots?: number;
  readonly parts: readonly DiskPart[];
}

/** Host to worker: what is this one thing now? */
export interface MeasurePartRequest {
  readonly path: string;
}

/** Null when it is gone, or nothing that is measured. */
export interface MeasurePartResponse {
  readonly part?: DiskPart;
}

/** A merge that was done: enough to show it and to undo it. */
export interface MergeRecord {
  readonly targetBranch: string;
  readonly commit: string;
  /** Where the target branch stood before. */
  readonly previousCommit: string;
  readonly strategy: MergeStrategy;
  readonly at: string;
}

/** How a task's branch is brought into its target. */
export type MergeStrategy = 'merge' | 'squash' | 'rebase';

/** Commits what is left, merges the task's branch and puts the worktree into the trash. */
export interface MergeTaskRequest {
  readonly taskId: string;
  readonly strategy: MergeStrategy;
  readonly message?: string;
  /** The task's base branch when left out. */
  readonly targetBranch?: string;
}

/** The commit that the target branch points at now. */
export interface MergeTaskResponse {
  readonly task: UnitTaskView;
  readonly commit: string;
}

/** A step of the schema. */
export interface MigrationView {
  readonly version: number;
  readonly name: string;
  readonly appliedAt: string;
}

/** US dollars for a million tokens. */
export interface ModelPrice {
  /** The model's name without its provider, its date and `-latest` or `-preview`. */
  readonly model: string;
  readonly input: number;
  readonly output: number;
  /** As input when left out. */
  readonly cacheRead?: number;
  /** As input when left out. */
  readonly cacheWrite?: number;
  /** Set by the person of this installation. */
  readonly own?: boolean;
}

/** A flat form of an event for programs that only want the gist. */
export interface NormalizedMessage {
  readonly type: NormalizedMessageType;
  readonly at: string;
  /** Text of `text`, question of `user_question`, message of `error`. */
  readonly text?: string;
  readonly toolCallId?: string;
  readonly toolName?: string;
  /** Input of `tool_use`, output of `tool_result`, as JSON text. */
  readonly data?: string;
  readonly success?: boolean;
}

/** The seven kinds of normalised messages; their JSON names are camelCase words. */
export type NormalizedMessageType = 'start' | 'text' | 'toolUse' | 'toolResult' | 'userQuestion' | 'complete' | 'error';

/** Payload of `notice`: something worth a line that is no error. */
export interface NoticePayload {
  /** A snake_case word such as `retrying`, `quiet`, `usage_limit`, `mode_changed`. */
  readonly code: string;
  readonly message: string;
  readonly retryAt?: string;
  /** Which try the next one is, where something is tried again. */
  readonly attempt?: number;
  readonly maxAttempts?: number;
}

/** A folder in the trash, an old log or a leftover. Nothing else is ever removed for good. */
export interface PartToDelete {
  /** As it was told. */
  readonly path: string;
  /** As it was told; null to remove it whatever it has become. */
  readonly fingerprint?: string;
}

/** How a session would be continued. */
export interface PastSessionPlan {
  /** The project whose repository holds the session's folder; none when there is none. */
  readonly repositoryGroupId?: string;
  readonly repositoryGroupName?: string;
  /** By the agent itself, or with what was said as text. */
  readonly means: ConversationMeans;
  /** Where the agent works unless another place is chosen. */
  readonly isolation: Isolation;
  /** What to do first, for a person; none when it can be continued. */
  readonly obstacle?: string;
}

/** A session that an agent keeps in a store of its own, as it was when it was last read. */
export interface PastSessionView {
  /** The same for as long as its file stands where it is. */
  readonly id: string;
  readonly agentType: string;
  /** The agent's own id of it. */
  readonly nativeSessionId: string;
  /** The agent's title of it, or its first prompt's first line. */
  readonly title: string;
  /** The first thing that was asked, at most 2,000 characters of it. */
  readonly firstPrompt?: string;
  /** Where the agent worked, absolute. */
  readonly folder?: string;
  /** The git branch, where the agent noted it. */
  readonly branch?: string;
  readonly model?: string;
  readonly agentVersion?: string;
  /** What the person and the agent said, counted. */
  readonly messages: number;
  /** The file that it is read from; of a database, with the session's id behind a `#`. */
  readonly path: string;
  /** Bytes, where it has a file of its own. */
  readonly size: number;
  readonly startedAt?: string;
  /** When something was last said or done in it. */
  readonly lastAt: string;
  /** The task that goes on with it, or in which it came about. */
  readonly taskId?: string;
}

/** How much an agent may do without asking. */
export type PermissionMode = 'plan' | 'ask' | 'accept_edits' | 'bypass';

/** Payload of `permission_rule_changed`: as it is now. */
export interface PermissionRuleChangedPayload {
  readonly permissionRule: PermissionRuleView;
}

/** The rule as it stands now. */
export interface PermissionRuleResponse {
  readonly permissionRule: PermissionRuleView;
}

/** A kept answer: what matches it is answered by it. A deny beats an ask, and that beats an allow. */
export interface PermissionRuleView {
  readonly id: string;
  /** What people call it; made from the pattern unless somebody gave one. */
  readonly name: string;
  readonly effect: RuleEffect;
  readonly scope: RuleScope;
  /** Set when it reaches to one project, or to a task of it. */
  readonly repositoryGroupId?: string;
  /** Set when it reaches to one task. */
  readonly taskId?: string;
  /** The agent it is for; every agent when it is missing. */
  readonly agentType?: string;
  /** `shell` for commands, `edit` for edits, `*` for every tool, `mcp__server__*`, or the agent's own name of the tool. */
  readonly toolName: string;
  readonly patternKind: RulePatternKind;
  /** The command, its beginning, the folder or the input; empty for `any`. */
  readonly pattern: string;
  /** Who kept it. */
  readonly createdBy?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
}

/** `server.json` in the data folder: who serves it. */
export interface PidFile {
  readonly pid: number;
  readonly port: number;
  readonly socketPath: string;
  readonly version: string;
  readonly startedAt: string;
  /** The process's own start time as the operating system counts it, to recognise a pid that was used again. */
  readonly processStart?: string;
}

/** A file that a server runs. */
export interface PinnedFile {
  /** Absolute. */
  readonly path: string;
  /** SHA-256 of its content, in lower-case hexadecimal digits. */
  readonly hash: string;
}

/** One entry of a to-do list. */
export interface PlanEntry {
  readonly content: string;
  readonly status: PlanEntryStatus;
}

/** How an entry stands. */
export type PlanEntryStatus = 'pending' | 'in_progress' | 'completed';

/** Payload of `plan`: the agent's to-do list, whole each time. */
export interface PlanPayload {
  readonly entries: readonly PlanEntry[];
}

/** Asks what could be cleaned up. Nothing is changed. */
export interface PreviewCleanupRequest {
  /** Only what ended, or came into the trash, at least so many days ago. 7 when left out. */
  readonly olderThanDays?: number;
}

/** JSON-RPC calls the list `candidates`. */
export interface PreviewCleanupResponse {
  readonly items: readonly CleanupItemView[];
  /** What is younger than this is not shown. */
  readonly olderThan: string;
}

/** Asks what the patterns would copy into a new worktree now. */
export interface PreviewCopiedFilesRequest {
  /** The project. */
  readonly id: string;
  /** Patterns to try; those of the project when left out. */
  readonly copyIgnored?: readonly string[];
}

/** What would be copied, and what would not although it matches. */
export interface PreviewCopiedFilesResponse {
  /** At most 200 of them; a folder that is copied whole is one. */
  readonly entries: readonly CopiedEntry[];
  /** How many entries there are in all. */
  readonly totalEntries: number;
  /** Files in all, those in folders included. */
  readonly files: number;
  readonly bytes: number;
  /** What matches and is left out, with the reason; at most 50. */
  readonly skipped: readonly SkippedEntry[];
}

/** Asks what a merge would do, without doing it. */
export interface PreviewMergeRequest {
  readonly taskId: string;
  /** The task's base branch when left out. */
  readonly targetBranch?: string;
}

/** What stands in the way of a merge, if anything. */
export interface PreviewMergeResponse {
  readonly targetBranch: string;
  readonly canMerge: boolean;
  /** Why not, and what to do. */
  readonly reason?: string;
  /** Files that both sides changed in ways git cannot join. */
  readonly conflicts: readonly string[];
  /** Commits of the task that the target does not have, counting one for uncommitted work. */
  readonly ahead: number;
  /** Commits of the target that the task does not have. */
  readonly behind: number;
  /** A message to start from. */
  readonly message: string;
  readonly strategies: readonly MergeStrategy[];
}

/** What runs for one task, or for Homeport itself. */
export interface ProcessGroupView {
  /** Null for Homeport's own processes. */
  readonly taskId?: string;
  /** The task's; null where the task is not known any more. */
  readonly title?: string;
  readonly state?: TaskState;
  /** Percent of one processor. */
  readonly cpuPercent: number;
  /** Bytes; libraries that the processes share count once. */
  readonly memoryBytes: number;
  /** Each parent before its children. */
  readonly processes: readonly ProcessView[];
}

/** One process that runs for this installation. */
export interface ProcessView {
  readonly pid: number;
  readonly parentPid: number;
  /** 0 for one whose parent is not shown; its children are 1, and so on. */
  readonly depth: number;
  /** What the kernel calls it. */
  readonly name: string;
  /** Shortened, and without what looks like a secret. */
  readonly commandLine: string;
  readonly kind: FleetProcessKind;
  /** The session, terminal or service that it belongs to. */
  readonly roleId?: string;
  readonly taskId?: string;
  readonly startedAt: string;
  /** Percent of one processor in the last moments; two busy threads are 200. */
  readonly cpuPercent: number;
  /** What it has computed since it started. */
  readonly cpuSeconds: number;
  /** Bytes in memory, program and libraries included. */
  readonly memoryBytes: number;
  /** The part of it that is files such as libraries, which other processes may share. */
  readonly sharedBytes: number;
}

/** What a project's tasks may cost, and what they did in this month. */
export interface ProjectBudgetResponse {
  readonly eachTaskUsd?: number;
  readonly monthUsd?: number;
  readonly spentInMonthUsd: number;
}

/** What a new task of a project starts with, unless it says otherwise. */
export interface ProjectDefaults {
  readonly agentType?: string;
  readonly agentCommand?: readonly string[];
  readonly model?: string;
  readonly permissionMode?: PermissionMode;
  readonly baseBranch?: string;
  readonly isolation?: Isolation;
  /** False for sandboxes and containers without network. */
  readonly network?: boolean;
  /** The image of containers; the usual one when left out. */
  readonly containerImage?: string;
  /** May hold `${slug}` and `${shortId}`; `homeport/${slug}-${shortId}` when left out. */
  readonly branchTemplate?: string;
  /** How often a turn that met an overloaded provider is tried again by itself, 0 to 10; 3 when left out. */
  readonly retries?: number;
  /** Whether a task that met a usage limit goes on by itself when that ends; it does not when left out. */
  readonly resumeAfterLimit?: boolean;
}

/** What happens around the worktrees of a project's tasks. All of it is optional. */
export interface ProjectScripts {
  /** Shell lines for `sh -c`, run in a new worktree before the agent's first turn. */
  readonly setup?: string;
  /** How long the setup may take; 600 when left out. */
  readonly setupTimeoutSeconds?: number;
  /** Shell lines for `sh -c`, run in a worktree before it goes into the trash, for at most a minute. */
  readonly cleanup?: string;
  /** Shell lines for `sh -c` that judge a worktree by their exit code, such as the project's tests; races run them. */
  readonly verify?: string;
  /** How long that may take; 600 when left out. */
  readonly verifyTimeoutSeconds?: number;
  /** Patterns as in `.gitignore`: files that git ignores and that match are copied from the repository's folder into a new worktree. */
  readonly copyIgnored?: readonly string[];
}

/** An image that goes with a prompt. */
export interface PromptAttachment {
  readonly name: string;
  /** One of `image/png`, `image/jpeg`, `image/gif`, `image/webp`. */
  readonly mediaType: string;
  /** The bytes in base64; at most 512 KiB in all, so that a request stays under its cap. */
  readonly data: string;
}

/** How words reach an agent that is at work. */
export type PromptDelivery = 'queue' | 'steer' | 'interrupt';

/** What became of a prompt. */
export type PromptDisposition = 'started' | 'queued' | 'steered';

/** The answer to one question: labels of choices, or free text. */
export interface QuestionAnswer {
  readonly questionId: string;
  readonly values: readonly string[];
}

/** Payload of `queue_changed`: all prompts that wait. */
export interface QueueChangedPayload {
  readonly taskId: string;
  readonly queuedPrompts: readonly QueuedPromptView[];
}

/** Why a queued task is not started although there is a free place. It starts by itself when that is over, or answered. */
export type QueueHold = 'disk_full' | 'trust' | 'checkout_busy';

/** A prompt that waits for its turn. */
export interface QueuedPromptView {
  readonly id: string;
  readonly taskId: string;
  readonly prompt: string;
  readonly attachments?: readonly PromptAttachment[];
  readonly position: number;
  /** The turn that runs is being stopped for it, so it comes next however that one ends. */
  readonly urgent?: boolean;
  readonly createdAt: string;
  readonly version: number;
}

/** Payload of `race_changed`: as it is now. */
export interface RaceChangedPayload {
  readonly race: RaceView;
}

/** Who runs: what a new task would choose. */
export interface RaceProfile {
  /** An agent kind, not that of a program in a terminal; the project's default when left out. */
  readonly agentType?: string;
  /** For kind `acp`: the program and its arguments. */
  readonly agentCommand?: readonly string[];
  readonly model?: string;
  readonly permissionMode?: PermissionMode;
  /** Runners never share a checkout, so not `in_place`; the project's, else `worktree`, when left out. */
  readonly isolation?: Isolation;
  /** False for a sandbox or container without network. */
  readonly network?: boolean;
}

/** What becomes of the tasks of a race that is called off. */
export type RaceRemains = 'trash' | 'untie';

/** A race and its tasks as they are, those in the trash included, in the order of the runners. */
export interface RaceResponse {
  readonly race: RaceView;
  readonly tasks: readonly UnitTaskView[];
}

/** One runner: who runs, and what is to be compared. Its state is that of its task. */
export interface RaceRunnerView {
  /** From 1. */
  readonly number: number;
  /** The task stays named here after it was deleted for good. */
  readonly taskId: string;
  readonly profile: RaceProfile;
  /** Why it could not be started, or why it cannot go to the trash now. */
  readonly problem?: string;
  /** How long its agent worked in the turns that are over. */
  readonly agentSeconds: number;
  /** Since when the turn runs that is not over. */
  readonly runningSince?: string;
  readonly usage: UsageSum;
  /** Left out before it was verified. */
  readonly verification?: RaceVerification;
  /** The task lies in the trash, or was deleted for good. */
  readonly inTrash: boolean;
}

/** Where a race is. */
export type RaceState = 'open' | 'keeping' | 'kept' | 'calling_off' | 'called_off' | 'untied';

/** What the verify command said of a runner's worktree. */
export interface RaceVerification {
  readonly state: VerificationState;
  readonly command: string;
  /** The turn after which it ran. */
  readonly turnId?: string;
  /** The snapshot of exactly the tree on which it ran. */
  readonly snapshot?: number;
  /** The runner went on, or another command counts now: this says nothing about what stands there. */
  readonly stale?: boolean;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly seconds?: number;
  readonly exitCode?: number;
  /** The signal that ended it. */
  readonly exitSignal?: number;
  /** Where the output tells it in a form that is well known. */
  readonly counts?: VerificationCounts;
  /** The last lines that it wrote. */
  readonly output: readonly string[];
  /** Why there is no result. */
  readonly reason?: string;
}

/** One prompt that several runners work on, each a task of its own from the same commit. */
export interface RaceView {
  readonly id: string;
  readonly workspaceId: string;
  readonly repositoryGroupId: string;
  readonly title: string;
  readonly prompt: string;
  readonly baseBranch: string;
  /** The commit that all of them begin with, whatever became of the branch meanwhile. */
  readonly baseCommit: string;
  /** Shell lines that judge a runner's worktree; left out, nothing is verified. */
  readonly verifyCommand?: string;
  readonly verifyTimeoutSeconds: number;
  readonly state: RaceState;
  /** The task that is or was kept. */
  readonly winnerTaskId?: string;
  /** Who kept a runner or called the race off. */
  readonly decidedBy?: string;
  readonly decidedAt?: string;
  /** In the order in which they were chosen. */
  readonly runners: readonly RaceRunnerView[];
  readonly createdAt: string;
  readonly version: number;
}

/** Payload of `raw`. */
export interface RawPayload {
  /** What it came as, such as `stdout` or a message's type. */
  readonly source: string;
  /** The line, at most 16 KiB of it. */
  readonly text: string;
  readonly truncated?: boolean;
  readonly totalBytes?: number;
  /** The message, where it was JSON and small. */
  readonly data?: unknown;
}

/** Asks for lines that a startup command of a task wrote. */
export interface ReadCommandLogRequest {
  readonly taskId: string;
  readonly commandId: string;
  /** The number of the first line wanted; the last lines when left out. */
  readonly from?: number;
  /** 1 to 2,000. */
  readonly limit?: number;
  /** When there is nothing new: how long to wait for it, at most 25. */
  readonly waitSeconds?: number;
}

/** To a worker: lines of a service's output. */
export interface ReadServiceLogRequest {
  readonly serviceId: string;
  /** The number of the first line wanted; the last lines when left out. */
  readonly from?: number;
  /** 1 to 2,000. */
  readonly limit?: number;
  /** When there is nothing new: how long to wait for it, at most 25. */
  readonly waitSeconds?: number;
}

/** Asks for what a sidecar wrote. To follow it, ask again from `next` with a time to wait. */
export interface ReadSidecarLogRequest {
  readonly id: string;
  /** The number of the first line wanted; the last lines when left out. */
  readonly from?: number;
  /** 1 to 2,000; 200 when left out. */
  readonly limit?: number;
  /** When there is nothing new: how long to wait for it, at most 25. */
  readonly waitSeconds?: number;
}

/** The JSON line on standard output, and the PID file, once both listeners answer. */
export interface ReadyLine {
  readonly type: string;
  readonly port: number;
  readonly pid: number;
  readonly socketPath: string;
  readonly version: string;
}

/** How a reason reaches the agent. */
export type ReasonDelivery = 'answer' | 'prompt';

/** What a look at the agents' stores came to. */
export interface RefreshPastSessionsResponse {
  /** How many sessions there are now. */
  readonly sessions: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** What could not be read, for a person; at most 20 lines. */
  readonly problems: readonly string[];
}

/** Forgets a repository that no project uses. Its folder is not touched. */
export interface RemoveRepositoryRequest {
  readonly id: string;
}

/** Stops a sidecar and forgets it with its log. */
export interface RemoveSidecarRequest {
  readonly id: string;
}

/** Takes a startup command from a project. */
export interface RemoveStartupCommandRequest {
  readonly projectId: string;
  readonly id: string;
}

/** Forgets a registered program. Tasks that have it as their agent cannot be started again. */
export interface RemoveTerminalAgentRequest {
  readonly id: string;
}

/** Payload of `repository_removed`, `repository_group_removed`, `terminal_removed`, `service_removed` and `task_purged`. */
export interface RemovedPayload {
  readonly id: string;
}

/** Calls it something, or nothing. */
export interface RenameTerminalRequest {
  readonly id: string;
  /** At most 100 characters; left out or empty, the program's own title is shown. */
  readonly name?: string;
}

/** Puts the projects into this order. */
export interface ReorderRepositoryGroupsRequest {
  readonly ids: readonly string[];
}

/** Puts the startup commands of a project into this order. */
export interface ReorderStartupCommandsRequest {
  readonly projectId: string;
  /** Each of them once. */
  readonly ids: readonly string[];
}

/** Payload of `repository_changed`. */
export interface RepositoryChangedPayload {
  readonly repository: RepositoryView;
}

/** Payload of `repository_group_changed`. */
export interface RepositoryGroupChangedPayload {
  readonly repositoryGroup: RepositoryGroupView;
}

/** One project. */
export interface RepositoryGroupResponse {
  readonly repositoryGroup: RepositoryGroupView;
}

/** A project: the place where tasks belong. Its first repository is where agents work. */
export interface RepositoryGroupView {
  readonly id: string;
  readonly workspaceId: string;
  readonly name: string;
  /** A number from 1 to 8: the colour of its square. */
  readonly color: number;
  readonly sortOrder: number;
  readonly repositoryIds: readonly string[];
  /** What a new task starts with. */
  readonly defaults: ProjectDefaults;
  /** What happens around the worktrees of its tasks. */
  readonly scripts: ProjectScripts;
  /** In their order. */
  readonly commands: readonly StartupCommand[];
  readonly createdAt: string;
  readonly version: number;
}

/** One repository. */
export interface RepositoryResponse {
  readonly repository: RepositoryView;
}

/** A git repository on this machine. */
export interface RepositoryView {
  readonly id: string;
  readonly workspaceId: string;
  readonly name: string;
  /** Absolute path of its top folder. */
  readonly path: string;
  readonly remoteUrl?: string;
  readonly defaultBranch: string;
  readonly createdAt: string;
}

/** Sends review comments, and words of one's own, to the agent as one message. */
export interface RequestChangesRequest {
  readonly taskId: string;
  readonly message?: string;
  /** The drafts to send; every draft of the task when left out. */
  readonly commentIds?: readonly string[];
}

/** Stops a startup command of a task, where it runs, and starts it as the project has it now. */
export interface RestartCommandRequest {
  readonly taskId: string;
  readonly commandId: string;
}

/** Stops a sidecar, where it runs, and starts it with its present definition. */
export interface RestartSidecarRequest {
  readonly id: string;
}

/** Puts a worktree back where it was, with the files that git does not know. */
export interface RestoreFromTrashRequest {
  readonly id: string;
}

/** Where it is again. */
export interface RestoreFromTrashResponse {
  readonly taskId?: string;
  readonly worktreePath: string;
}

/** Makes the worktree's files those of a snapshot, after a snapshot of what stands there now. */
export interface RestoreSnapshotRequest {
  readonly taskId: string;
  readonly number: number;
}

/** The snapshot that was taken first, by which this can be undone. */
export interface RestoreSnapshotResponse {
  readonly before: SnapshotView;
}

/** Takes a task and its worktree out of the trash. */
export interface RestoreUnitTaskRequest {
  readonly id: string;
}

/** Makes a task that goes on with a session. Asked again for the same session it answers the task that exists, and says nothing to it. */
export interface ResumePastSessionRequest {
  readonly id: string;
  /** What to do next. When it is given the task starts; else it is a draft. */
  readonly prompt?: string;
  /** The project; the one whose repository holds the session's folder when left out. */
  readonly repositoryGroupId?: string;
  /** The repository's own checkout where the session worked in it, else a worktree, when left out. */
  readonly isolation?: Isolation;
  /** The project's when left out. */
  readonly permissionMode?: PermissionMode;
}

export interface ResumePastSessionResponse {
  readonly task: UnitTaskView;
  /** False: it was there already. */
  readonly created: boolean;
}

/** Continues an interrupted task in the agent's own session. */
export interface ResumeTaskRequest {
  readonly taskId: string;
  /** What to tell the agent; a short request to go on when left out. */
  readonly prompt?: string;
}

/** Runs a failed task again, with its old prompt unless a new one is given. */
export interface RetryTaskRequest {
  readonly taskId: string;
  readonly prompt?: string;
  /** Begins without setting up the worktree, also from now on. */
  readonly skipSetup?: boolean;
}

/** One comment. */
export interface ReviewCommentResponse {
  readonly comment: ReviewCommentView;
}

/** A comment on lines of a difference. */
export interface ReviewCommentView {
  readonly id: string;
  readonly taskId: string;
  readonly path: string;
  readonly side: DiffSide;
  /** First and last line, counted from 1 on that side. */
  readonly startLine: number;
  readonly endLine: number;
  /** The text of those lines when the comment was written, so that it can be found again. */
  readonly quote?: string;
  readonly body: string;
  readonly state: CommentState;
  readonly author: string;
  readonly createdAt: string;
  readonly sentAt?: string;
  readonly version: number;
}

/** Ends a token at once. */
export interface RevokeAccessTokenRequest {
  readonly id: string;
}

/** Logs a browser out; its open connections are closed. */
export interface RevokeAuthSessionRequest {
  readonly id: string;
}

/** Trusts no more what was trusted in a project: the next turn asks again. */
export interface RevokeTrustRequest {
  readonly repositoryGroupId: string;
  /** Only what was trusted at this path, or below this folder. */
  readonly path?: string;
}

/** How many trusted files there were. */
export interface RevokeTrustResponse {
  readonly files: number;
}

/** Goes back to before a message: the files, the conversation, or both. What stands in the worktree is kept in a snapshot first, and `undoRewind` takes it all back until something is said again. */
export interface RewindTaskRequest {
  readonly taskId: string;
  /** The turn of the message, which is taken back with all that followed. */
  readonly turnId: string;
  /** Put the files back to where they were before that turn; yes when left out. */
  readonly files?: boolean;
  /** Let the agent forget that turn and all after it; yes when left out. */
  readonly conversation?: boolean;
}

/** The task as it is now, and the message that was taken back, to be said differently. */
export interface RewindTaskResponse {
  readonly task: UnitTaskView;
  readonly prompt: string;
  readonly attachments?: readonly PromptAttachment[];
  readonly means: ConversationMeans;
  /** What stood in the worktree before, if files were put back. */
  readonly snapshot?: number;
}

/** Payload of `rewind_undone`. */
export interface RewindUndonePayload {
  readonly rewindId: string;
}

/** Payload of `rewound`. */
export interface RewoundPayload {
  readonly rewindId: string;
  /** The number of the turn whose message was taken back. */
  readonly turn: number;
  /** The turns that count no more; empty when only files were put back. */
  readonly turns: readonly string[];
  /** The snapshot to which the files were put back. */
  readonly snapshot?: number;
  /** The snapshot of what stood there before. */
  readonly before?: number;
  readonly means: ConversationMeans;
}

/** What a rule covers. */
export interface RuleDraft {
  readonly toolName: string;
  readonly patternKind: RulePatternKind;
  readonly pattern?: string;
}

/** What a rule answers. */
export type RuleEffect = 'allow' | 'ask' | 'deny';

/** How a pattern is compared. */
export type RulePatternKind = 'any' | 'exact' | 'prefix' | 'folder';

/** How far a rule reaches. */
export type RuleScope = 'task' | 'project' | 'everywhere';

/** Says when a task that waits for the end of a limit, or for an overloaded provider, goes on by itself. */
export interface ScheduleResumeRequest {
  readonly taskId: string;
  /** Not by itself when left out; a provider that was overloaded is then not tried again. */
  readonly at?: string;
}

/** Finds files of a task's worktree by a part of their path, as one types it. */
export interface SearchTaskFilesRequest {
  readonly taskId: string;
  /** Letters of the path in their order; at most 200 of them. */
  readonly query: string;
  /** 1 to 50; 12 when left out. */
  readonly limit?: number;
}

/** The best ones first. JSON-RPC calls the list `files`. */
export interface SearchTaskFilesResponse {
  readonly items: readonly FoundFile[];
}

/** Says something to the agent: at once when it is idle, else as `delivery` says. */
export interface SendPromptRequest {
  readonly taskId: string;
  readonly prompt: string;
  readonly attachments?: readonly PromptAttachment[];
  /** The same key sent twice is one prompt; a client repeats it when it does not know whether the first arrived. */
  readonly idempotencyKey?: string;
  /** What is to happen while the agent works; `queue` when left out. */
  readonly delivery?: PromptDelivery;
}

/** Where the prompt went. */
export interface SendPromptResponse {
  readonly disposition: PromptDisposition;
  readonly task: UnitTaskView;
  /** Set when it was queued. */
  readonly queuedPrompt?: QueuedPromptView;
}

/** How long to wait before it is started again. */
export interface ServiceBackoff {
  readonly baseSeconds?: number;
  readonly factor?: number;
  readonly capSeconds?: number;
  /** A random time up to this is added. */
  readonly jitterSeconds?: number;
  /** Restarts in a row before it is given up. */
  readonly tries?: number;
  /** Ready for so long, and its failures are forgotten. */
  readonly resetAfterSeconds?: number;
}

/** Payload of `service_changed`. A sidecar comes whole. */
export interface ServiceChangedPayload {
  readonly service: ServiceStatus;
  readonly sidecar?: SidecarView;
}

/** A long-running program of a person's: what to run and how to keep it running. Either a command or arguments. */
export interface ServiceDefinition {
  /** A line that `sh -c` runs. */
  readonly command?: string;
  /** Or the program and its arguments, which no shell reads. */
  readonly arguments?: readonly string[];
  /** An absolute path; the person's home when left out. */
  readonly workingDirectory?: string;
  /** On top of the usual environment. Names that change how programs load are refused. */
  readonly environment?: Readonly<Record<string, string>>;
  /** How it says that it is ready; at once when left out. */
  readonly discovery?: ServiceDiscovery;
  readonly health?: ServiceHealth;
  /** When it is started again; `on_failure` when left out. */
  readonly restart?: ServiceRestart;
  readonly backoff?: ServiceBackoff;
  /** From its start until it must be ready; 30 when left out. */
  readonly startTimeoutSeconds?: number;
  /** Between SIGTERM and SIGKILL; 5 when left out. */
  readonly stopGraceSeconds?: number;
}

/** How a program says that it is ready. */
export interface ServiceDiscovery {
  readonly kind: ServiceDiscoveryKind;
  /** Of `pid_file`: a JSON file with `pid` and, as it likes, `port`. */
  readonly path?: string;
  /** Of `tcp`. */
  readonly port?: number;
}

/** The ways to be ready. */
export type ServiceDiscoveryKind = 'none' | 'port_line' | 'json_line' | 'pid_file' | 'tcp';

/** How a running program is looked after: an address that must answer 200 to 399, or else a port that must take a connection. */
export interface ServiceHealth {
  /** May hold `{port}`, the port it was found at. */
  readonly url?: string;
  /** The port it was found at when left out. */
  readonly port?: number;
  readonly intervalSeconds?: number;
  readonly timeoutSeconds?: number;
  /** In a row, before it is started again; 3 when left out. */
  readonly failures?: number;
}

/** What a service is there for. */
export type ServiceKind = 'sidecar' | 'startup_command';

/** One line that a service wrote, or a piece of a very long one. */
export interface ServiceLogLine {
  /** Counts from 1 in the life of the worker. */
  readonly number: number;
  /** None for lines of an earlier worker, which are read from the file. */
  readonly at?: string;
  readonly source: ServiceLogSource;
  /** As it was written, with its control sequences. */
  readonly text: string;
  /** The next line of the source goes on with it. */
  readonly continues: boolean;
}

/** Lines in their order. */
export interface ServiceLogResponse {
  readonly lines: readonly ServiceLogLine[];
  /** Where to go on reading. It is smaller than what was asked for when the numbers began anew. */
  readonly next: number;
}

/** Who wrote a line. */
export type ServiceLogSource = 'output' | 'error' | 'supervisor' | 'file';

/** A port at which a service listens. */
export interface ServicePort {
  readonly port: number;
  /** Only this machine reaches it. */
  readonly loopback: boolean;
}

/** What happens when it ends that was not asked to. */
export type ServiceRestart = 'always' | 'on_failure' | 'never';

/** The states of a service. */
export type ServiceState = 'stopped' | 'starting' | 'running' | 'backoff' | 'failed' | 'stopping';

/** Where a service is, and why. */
export interface ServiceStatus {
  readonly serviceId: string;
  readonly kind: ServiceKind;
  readonly taskId?: string;
  readonly state: ServiceState;
  /** A sentence. */
  readonly reason: string;
  readonly at: string;
  readonly processId?: number;
  readonly startedAt?: string;
  /** The port that it said, or that it was to answer at. */
  readonly port?: number;
  /** Where its processes listen, as the kernel says. */
  readonly ports: readonly ServicePort[];
  /** Of the last end, where it had one. */
  readonly exitCode?: number;
  /** The signal that ended it. */
  readonly exitSignal?: number;
  /** Failures in a row. */
  readonly tries: number;
  /** How often it was started again by itself. */
  readonly restarts: number;
  readonly nextTryAt?: string;
  /** The last lines on standard error before it ended by itself. */
  readonly lastErrors: readonly string[];
}

/** Where the service is shortly after. */
export interface ServiceStatusResponse {
  readonly service: ServiceStatus;
}

/** Payload of `session_ended`. */
export interface SessionEndedPayload {
  readonly reason: string;
  readonly exitCode?: number;
  readonly signal?: number;
}

/** One server of a session. */
export interface SessionMcpServer {
  readonly name: string;
  /** Null for one that the agent has of its own. */
  readonly transport?: McpTransport;
  readonly state: SessionMcpState;
  /** Why it was left out, or what went wrong. */
  readonly reason?: string;
}

/** What became of a server. */
export type SessionMcpState = 'given' | 'connected' | 'failed' | 'left_out';

/** Payload of `session_started`. */
export interface SessionStartedPayload {
  readonly agentType: string;
  readonly agentVersion?: string;
  readonly model?: string;
  readonly mode?: string;
  readonly nativeSessionId?: string;
}

/** What a session is doing. */
export type SessionState = 'starting' | 'running' | 'idle' | 'ended';

/** One conversation with one agent. */
export interface SessionView {
  readonly id: string;
  readonly taskId: string;
  readonly agentType: string;
  readonly agentVersion?: string;
  readonly model?: string;
  /** The agent's own id of the conversation, by which it is resumed. */
  readonly nativeSessionId?: string;
  readonly workerId?: string;
  readonly state: SessionState;
  readonly usage: TokenUsage;
  readonly createdAt: string;
  readonly endedAt?: string;
  readonly turns: readonly TurnView[];
}

/** Marks one content of a file as viewed; when the content changes, the mark no longer counts. */
export interface SetFileViewedRequest {
  readonly taskId: string;
  readonly path: string;
  /** The `blobHash` that was looked at; empty for a deleted file. */
  readonly blobHash: string;
  readonly viewed: boolean;
}

/** Sets or lifts the limits of a project. */
export interface SetProjectBudgetRequest {
  readonly projectId: string;
  /** For each of its tasks; left out, none. */
  readonly eachTaskUsd?: number;
  /** For a calendar month (UTC); left out, none. */
  readonly monthUsd?: number;
}

/** Sets or lifts a task's own limit. */
export interface SetTaskBudgetRequest {
  readonly taskId: string;
  /** US dollars, more than zero; left out, the project's limit counts. */
  readonly limitUsd?: number;
}

/** Payload of `setup_ended`. */
export interface SetupEndedPayload {
  readonly succeeded: boolean;
  readonly durationSeconds: number;
}

/** How far a new worktree is set up. */
export type SetupState = 'due' | 'done' | 'failed' | 'skipped';

/** One sidecar. */
export interface SidecarResponse {
  readonly sidecar: SidecarView;
}

/** A program that a person wants to run beside everything, and where it is. */
export interface SidecarView {
  readonly id: string;
  readonly workspaceId: string;
  /** Unique in the workspace. */
  readonly name: string;
  readonly definition: ServiceDefinition;
  /** A new worker starts it, also when it was stopped on an earlier one. */
  readonly autoStart: boolean;
  /** It is wanted: it runs, or will when a worker is there. */
  readonly wanted: boolean;
  /** As its worker last said. */
  readonly status: ServiceStatus;
  readonly createdAt: string;
  readonly version: number;
}

/** Something that is not copied. */
export interface SkippedEntry {
  readonly path: string;
  readonly reason: string;
}

/** A commit that holds everything that stood in a worktree at one moment, untracked files included. */
export interface SnapshotView {
  readonly number: number;
  readonly commit: string;
  readonly reason: string;
  readonly at: string;
}

/** Starts a startup command in a task's worktree. One that runs goes on. */
export interface StartCommandRequest {
  readonly taskId: string;
  readonly commandId: string;
}

/** To a worker: start it, or with `restartService` stop it first. The same id is the same service; another definition replaces it. */
export interface StartServiceRequest {
  /** A UUID. */
  readonly serviceId: string;
  readonly kind: ServiceKind;
  /** For sentences and logs. */
  readonly name: string;
  /** Its processes are marked with it. */
  readonly taskId?: string;
  /** What it learns of the task, its ports among it. */
  readonly environment?: TaskEnvironment;
  readonly definition: ServiceDefinition;
}

/** Starts a sidecar; one that waits for its next try is started at once. */
export interface StartSidecarRequest {
  readonly id: string;
}

/** Queues a task; an agent starts as soon as the worker has room. */
export interface StartTaskExecutionRequest {
  readonly taskId: string;
}

/** The session that the turn will run in. */
export interface StartTaskExecutionResponse {
  readonly started: boolean;
  readonly sessionId: string;
  readonly task: UnitTaskView;
}

/** A command that a task's worktree can run beside the agent, such as a development server. */
export interface StartupCommand {
  readonly id: string;
  readonly name: string;
  /** A shell line for `sh -c`. */
  readonly command: string;
  /** Relative to the worktree; the worktree itself when left out. */
  readonly workingDirectory?: string;
  /** Names of environment variables, such as `PORT`, each of which carries a free port of the task. */
  readonly portNames: readonly string[];
  /** Starts by itself once a worktree is set up. */
  readonly autoStart: boolean;
  /** Starts again by itself when it ends with an error. */
  readonly restart: boolean;
}

/** One startup command. */
export interface StartupCommandResponse {
  readonly command: StartupCommand;
}

/** Answer of `GET /status`. */
export interface StatusView {
  readonly status: string;
  readonly owner: string;
  readonly port: number;
}

/** Stops a startup command of a task with all its processes. */
export interface StopCommandRequest {
  readonly taskId: string;
  readonly commandId: string;
}

/** Ends the host. */
export interface StopHostRequest {
  /** Also end what runs on its workers: agents, terminals and services, and the workers that it started. */
  readonly all?: boolean;
}

/** To a worker: stop a service, or with `forgetService` also forget it and its log. */
export interface StopServiceRequest {
  readonly serviceId: string;
}

/** Stops a sidecar with all its processes. */
export interface StopSidecarRequest {
  readonly id: string;
}

/** Stops the agent: asks it, waits, then ends its whole process tree. The work is kept. */
export interface StopTaskExecutionRequest {
  readonly taskId: string;
}

/** Stops verifications that run or wait. */
export interface StopVerificationRequest {
  readonly id: string;
  /** Only this runner's; all when left out. */
  readonly taskId?: string;
}

/** What the store holds, without a word of its content. */
export interface StoreFactsView {
  /** Such as `SQLite`. */
  readonly engine: string;
  /** Of the whole store. */
  readonly bytes: number;
  readonly migrations: readonly MigrationView[];
  readonly tables: readonly TableView[];
}

/** WebSocket and owner socket only: sends what came after a sequence, then everything as it happens. */
export interface SubscribeEventsRequest {
  readonly workspaceId?: string;
  /** The last sequence the client has; 0 for all of it; only what is new when left out. */
  readonly fromSequence?: number;
  /** Any of `tasks` (changes of things) and `sessions` (what agents say); both when left out. */
  readonly topics?: readonly string[];
  /** Only what belongs to this task. */
  readonly taskId?: string;
}

/** The subscription, and where the log stood. */
export interface SubscribeEventsResponse {
  readonly subscriptionId: string;
  readonly sequence: number;
}

/** WebSocket and owner socket only: a task's normalised messages as they come. */
export interface SubscribeExecutionLogsRequest {
  readonly taskId: string;
  readonly fromSequence?: number;
}

/** A table. */
export interface TableView {
  /** Its name. */
  readonly name: string;
  /** Counted up to a million. */
  readonly rows: number;
  /** There are more than were counted. */
  readonly hasMore: boolean;
}

/** Payload of `task_changed`. */
export interface TaskChangedPayload {
  readonly task: UnitTaskView;
}

/** Payload of `task_command_changed`. */
export interface TaskCommandChangedPayload {
  readonly command: TaskCommandView;
}

/** The command as it is shortly after. */
export interface TaskCommandResponse {
  readonly command: TaskCommandView;
}

/** A startup command of a task's project and what runs of it for the task. */
export interface TaskCommandView {
  readonly taskId: string;
  /** The id of the command. */
  readonly id: string;
  readonly name: string;
  readonly command: string;
  /** `stopped` before it was ever started. */
  readonly state: ServiceState;
  /** A sentence about the state; left out before it was ever started. */
  readonly reason?: string;
  /** Of the living process. */
  readonly processId?: number;
  readonly startedAt?: string;
  /** Of its last end, where it had one. */
  readonly exitCode?: number;
  /** The signal that ended it. */
  readonly exitSignal?: number;
  /** How often it was started again by itself. */
  readonly restarts: number;
  readonly nextTryAt?: string;
  /** Those that the task leased for it, in the order of their names' definition, then others at which it listens. */
  readonly ports: readonly CommandPort[];
  /** It runs, but the project has it no more. */
  readonly removed?: boolean;
  /** The project's command was changed after this one was started: a restart takes the new one. */
  readonly outdated?: boolean;
}

/** What programs that run in a task's worktree learn from their environment. */
export interface TaskEnvironment {
  /** The repository's own folder. */
  readonly repositoryPath: string;
  readonly worktreePath: string;
  readonly branch: string;
  readonly baseBranch: string;
  /** The task's ports by the names of the variables that carry them. */
  readonly ports: Readonly<Record<string, number>>;
  /** How they are confined; not at all when left out. */
  readonly isolation?: TaskIsolation;
}

/** Why a task stands where it stands: shown on its card and on its page until the next turn starts. */
export interface TaskFailure {
  /** A snake_case word such as `agent_unavailable`, `agent_crashed`, `provider_overloaded`, `usage_limit`. */
  readonly code: string;
  readonly message: string;
  /** The last lines that what failed wrote, at most 4 KiB. */
  readonly detail?: string;
  /** What a person can do now. */
  readonly next?: string;
}

/** How a task's programs are to be confined: agent, scripts, commands and terminals alike. */
export interface TaskIsolation {
  readonly taskId: string;
  readonly kind: Isolation;
  /** The task's worktree. */
  readonly worktreePath: string;
  /** The branch of the worktree: the one that may be moved. */
  readonly branch: string;
  /** False to cut off the network, the model's server included. */
  readonly network: boolean;
  /** For a container; the usual one when left out. */
  readonly image?: string;
}

/** Where a task comes from that was forked. */
export interface TaskOrigin {
  readonly taskId: string;
  readonly turnId: string;
  /** The number of that turn in its task. */
  readonly turn: number;
  readonly title: string;
  /** The snapshot of that task with which this one's worktree begins; left out where none was taken. */
  readonly snapshot?: number;
}

/** The states of a unit task; the transitions between them are the host's rule. */
export type TaskState = 'draft' | 'blocked' | 'queued' | 'running' | 'waiting' | 'interrupted' | 'in_review' | 'approved' | 'pr_open' | 'done' | 'failed' | 'rejected' | 'cancelled';

/** What a task used and what it may. */
export interface TaskUsageResponse {
  readonly total: UsageSum;
  /** Oldest first. */
  readonly turns: readonly TurnUsageView[];
  readonly budget: BudgetView;
  /** The day of the price table by which costs were estimated. */
  readonly pricesOf: string;
}

/** One registered program. */
export interface TerminalAgentResponse {
  readonly agent: TerminalAgentView;
}

/** A program that a person registered as an agent in a terminal of its own. */
export interface TerminalAgentView {
  readonly id: string;
  /** The word in a task's `agentType`. It stays as it is when the name changes. */
  readonly kind: string;
  readonly name: string;
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** The names of its variables. Their values are never shown. */
  readonly environmentNames: readonly string[];
  readonly firstPrompt: FirstPrompt;
  readonly createdAt: string;
  readonly version: number;
}

/** Payload of `terminal_changed`. One that was closed is told by `terminal_removed`. */
export interface TerminalChangedPayload {
  readonly terminal: TerminalView;
}

/** A text frame of `/ws/terminals/{id}` from the client. */
export interface TerminalCommand {
  readonly type: TerminalCommandType;
  /** With `resize`. */
  readonly columns?: number;
  /** With `resize`. */
  readonly rows?: number;
  /** With `resize`: from now on this client's size counts. Typing claims it, too. */
  readonly claim?: boolean;
  /** With `ack`: how many bytes of snapshots and output were shown since the last one, first bytes of frames not counted. */
  readonly bytes?: number;
}

/** What a text frame from the client asks. */
export type TerminalCommandType = 'resize' | 'ack';

/** A text frame of `/ws/terminals/{id}` to the client. Binary frames carry the screen: see `TerminalFrameKind`. */
export interface TerminalNews {
  readonly type: TerminalNewsType;
  /** With `size`. */
  readonly columns?: number;
  /** With `size`. */
  readonly rows?: number;
  /** With `size`: this client's size counts. The others show the screen in the size that is told. */
  readonly owner?: boolean;
  /** With `title`. */
  readonly title?: string;
  /** With `ended`. */
  readonly exitCode?: number;
}

/** What a text frame to the client tells. */
export type TerminalNewsType = 'size' | 'title' | 'ended' | 'lost';

/** A command line program that works as an agent in a terminal of its own: what a worker needs to run it. */
export interface TerminalProgram {
  /** The word in a task's `agentType`: `terminal:` and a short name. */
  readonly kind: string;
  /** What people call it. */
  readonly name: string;
  /** The program and its arguments, which no shell reads. The first `{prompt}` in an argument is where a prompt goes. */
  readonly command: readonly string[];
  /** Variables on top of the usual ones. */
  readonly environment: Readonly<Record<string, string>>;
  readonly firstPrompt: FirstPrompt;
}

/** One terminal. */
export interface TerminalResponse {
  readonly terminal: TerminalView;
}

/** How a terminal stands. */
export type TerminalState = 'running' | 'ended' | 'lost';

/** A terminal as clients see it. What is on its screen comes over its own socket, `/ws/terminals/{id}`. */
export interface TerminalView {
  readonly id: string;
  readonly workspaceId: string;
  /** The project, also where the terminal belongs to one of its tasks. Called a repository group on JSON-RPC. */
  readonly repositoryGroupId: string;
  /** The task in whose worktree it works; null for one in the project's repository. */
  readonly taskId?: string;
  /** What a person called it. */
  readonly name?: string;
  /** What the program in it calls it, as it was when the terminal was last read from the list. */
  readonly title?: string;
  readonly workingDirectory: string;
  /** The path of the shell. */
  readonly shell: string;
  /** The agent's session whose program it shows; null for a person's own terminal. It ends with the session, and is not closed by itself. */
  readonly sessionId?: string;
  readonly columns: number;
  readonly rows: number;
  readonly state: TerminalState;
  /** Of the shell, once it has ended; 128 and the number of the signal that ended it. */
  readonly exitCode?: number;
  readonly createdAt: string;
  readonly endedAt?: string;
  readonly version: number;
}

/** Asks what rules would say. One of command, path and toolName says to what. */
export interface TestPermissionRulesRequest {
  /** In this task; without one, only rules of the project and those for everywhere count. */
  readonly taskId?: string;
  readonly repositoryGroupId?: string;
  /** The agent that would ask; without one, only rules for every agent count, or those of the task's agent. */
  readonly agentType?: string;
  /** A command line. */
  readonly command?: string;
  /** A file to be edited: absolute, or relative to the worktree. Links are not looked at. */
  readonly path?: string;
  /** Another tool, by the agent's name of it; beside a command or a path, the agent's name of that tool. */
  readonly toolName?: string;
  /** Of another tool: its input. */
  readonly input?: string;
}

/** What would become of it. */
export interface TestPermissionRulesResponse {
  /** `ask` also where no rule has anything to say. */
  readonly effect: RuleEffect;
  /** The rules that decide, the most specific first; empty where none does. */
  readonly rules: readonly PermissionRuleView[];
  /** Of a command line: each command in it. */
  readonly parts: readonly TestedPart[];
  /** Why, in a sentence. */
  readonly reason: string;
}

/** One command of a command line. */
export interface TestedPart {
  readonly text: string;
  readonly effect: RuleEffect;
  readonly ruleName?: string;
}

/** Text as it comes, before it is stored. The stored event that follows covers it; offsets tell what is already there. */
export interface TextDelta {
  readonly taskId: string;
  readonly sessionId: string;
  readonly turnId: string;
  readonly itemId: string;
  /** `agent_message` or `agent_thought`. */
  readonly kind: string;
  /** How many UTF-16 units the item had before this text. */
  readonly offset: number;
  readonly text: string;
}

/** Payload of `agent_message` and `agent_thought`: either the whole text or text to add at an offset. */
export interface TextPayload {
  /** Replaces everything the item had. */
  readonly text?: string;
  /** Is added at `offset`. */
  readonly append?: string;
  /** UTF-16 units before the addition. */
  readonly offset?: number;
  /** The tool call that this belongs to, for a sub-agent's words. */
  readonly parentItemId?: string;
  readonly done?: boolean;
}

/** Tokens and money of a turn, a session or a task. Cost is in US dollars, as the agent itself told it or else estimated. */
export interface TokenUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  readonly costUsd?: number;
  /** True: at least a part of the cost is estimated by the price table, because the agent did not tell it. */
  readonly costEstimated?: boolean;
  /** Tokens in the agent's context now, where it says so. */
  readonly contextUsed?: number;
  /** Size of the agent's context window, where it says so. */
  readonly contextSize?: number;
}

/** Payload of `tool_call`. An update names only what changed. */
export interface ToolCallPayload {
  readonly title?: string;
  readonly kind?: ToolKind;
  readonly status?: ToolStatus;
  /** The agent's own name of the tool. */
  readonly toolName?: string;
  readonly input?: unknown;
  /** Replaces what was there. */
  readonly content?: readonly ToolContent[];
  readonly locations?: readonly ToolLocation[];
  /** The tool call that started the sub-agent which makes this one. */
  readonly parentItemId?: string;
  readonly exitCode?: number;
}

/** Something a tool produced: text, or the difference of a file. */
export interface ToolContent {
  readonly type: ToolContentType;
  /** Of `text`: the text, or its head and tail when it is over 64 KiB. */
  readonly text?: string;
  /** Of `text` that was cut: the blob with all of it. */
  readonly blobId?: string;
  readonly totalBytes?: number;
  /** Of `diff`. */
  readonly path?: string;
  readonly oldText?: string;
  readonly newText?: string;
  /** Of `image`: the bytes in base64. */
  readonly data?: string;
  readonly mediaType?: string;
}

/** What a tool's content is. */
export type ToolContentType = 'text' | 'diff' | 'image';

/** What a tool does. */
export type ToolKind = 'read' | 'edit' | 'delete' | 'move' | 'search' | 'execute' | 'think' | 'fetch' | 'agent' | 'setup' | 'other';

/** A place in a file. */
export interface ToolLocation {
  readonly path: string;
  readonly line?: number;
}

/** How a tool call stands. */
export type ToolStatus = 'pending' | 'in_progress' | 'completed' | 'failed' | 'declined';

/** One worktree in the trash. */
export interface TrashItemView {
  readonly id: string;
  readonly cameAt: string;
  /** When it goes for good by itself. */
  readonly goneAt: string;
  /** Null where it was not measured yet. */
  readonly bytes?: number;
  readonly taskId?: string;
  readonly taskTitle?: string;
  readonly taskState?: TaskState;
  /** The task lies in the trash too, and comes out with it. */
  readonly taskDeleted: boolean;
  /** Where it was. */
  readonly origin?: string;
  /** Why it cannot be taken out; null when it can. */
  readonly refusal?: string;
}

export type TrustChange = 'new' | 'changed';

/** A file of a repository by which programs are run, as somebody has to judge it. */
export interface TrustFileView {
  /** Below the top of the worktree, with `/`. */
  readonly path: string;
  /** Of path, mode and content: another one is another file. */
  readonly hash: string;
  readonly change: TrustChange;
  readonly size: number;
  /** It can be run as a program. */
  readonly executable: boolean;
  /** Where it leads, if it is a symbolic link. */
  readonly linkTarget?: string;
  /** The difference to what was trusted, as a unified patch. Left out where it is no text, or longer than 64 KiB. */
  readonly patch?: string;
}

/** One question. */
export interface TrustQuestionResponse {
  readonly question: TrustQuestionView;
}

/** The question in short, as part of its task. */
export interface TrustQuestionSummary {
  readonly id: string;
  /** How many files there are; `paths` names at most 20 of them. */
  readonly files: number;
  readonly paths: readonly string[];
}

/** A task waits until somebody has looked at these files. */
export interface TrustQuestionView {
  readonly id: string;
  readonly repositoryGroupId: string;
  readonly taskId: string;
  readonly files: readonly TrustFileView[];
  readonly createdAt: string;
}

/** What somebody trusted. */
export interface TrustedFileView {
  readonly repositoryGroupId: string;
  readonly path: string;
  readonly hash: string;
  readonly acceptedBy: string;
  readonly acceptedAt: string;
}

/** Payload of `turn_ended`. */
export interface TurnEndedPayload {
  readonly outcome: TurnOutcome;
  /** The agent's own word, such as `end_turn`. */
  readonly stopReason?: string;
  readonly changes?: DiffStat;
  readonly failure?: TaskFailure;
  readonly durationSeconds?: number;
}

/** Why a turn was started. */
export type TurnKind = 'implement' | 'follow_up' | 'changes' | 'retry' | 'resume' | 'hand_over' | 'summary' | 'compact';

/** How a turn ended, judged from everything the agent said and did; exit codes alone are never trusted. */
export type TurnOutcome = 'completed' | 'interrupted' | 'failed' | 'limited';

/** Payload of `turn_started`. */
export interface TurnStartedPayload {
  readonly kind: TurnKind;
  readonly number: number;
}

/** How a turn stands or ended. */
export type TurnState = 'queued' | 'running' | 'completed' | 'interrupted' | 'failed' | 'limited';

/** What one turn used so far. */
export interface TurnUsageView {
  readonly turnId: string;
  readonly sessionId: string;
  readonly agentType: string;
  readonly model?: string;
  readonly at: string;
  readonly usage: UsageSum;
}

/** One prompt and all that followed until the agent stopped. */
export interface TurnView {
  readonly id: string;
  readonly number: number;
  readonly kind: TurnKind;
  readonly prompt: string;
  readonly state: TurnState;
  readonly stopReason?: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly snapshotBefore?: number;
  readonly snapshotAfter?: number;
  /** A rewind took it back. */
  readonly undone?: boolean;
  /** The agent itself can go back to the end of it. */
  readonly native?: boolean;
}

/** Moves the target branch back and brings the worktree back, if nothing was added to the branch since. */
export interface UndoMergeRequest {
  readonly taskId: string;
}

/** Takes the last rewind back: the files, the conversation, whatever it changed. */
export interface UndoRewindRequest {
  readonly taskId: string;
}

/** Answer of every operation that makes or changes one task. */
export interface UnitTaskResponse {
  readonly task: UnitTaskView;
}

/** A unit task as clients see it. */
export interface UnitTaskView {
  readonly id: string;
  readonly workspaceId: string;
  /** The project. Called a repository group on JSON-RPC. */
  readonly repositoryGroupId: string;
  readonly title: string;
  readonly prompt: string;
  readonly state: TaskState;
  readonly waitingReason?: WaitingReason;
  /** An agent kind such as `claude_code`. */
  readonly agentType: string;
  /** The command line of an `acp` agent: program and arguments. */
  readonly agentCommand?: readonly string[];
  readonly model?: string;
  readonly permissionMode: PermissionMode;
  readonly isolation: Isolation;
  /** False when its sandbox or container has no network. */
  readonly network?: boolean;
  /** The branch that the work starts from and is merged into. */
  readonly baseBranch?: string;
  readonly branch?: string;
  readonly baseCommit?: string;
  readonly headCommit?: string;
  readonly worktreePath?: string;
  /** Left out where there is no worktree, or nothing to set up in it. */
  readonly setup?: SetupState;
  /** Why it stays queued although there is a free place. */
  readonly hold?: QueueHold;
  /** What is to be trusted before it starts, while it is held for that. */
  readonly trust?: TrustQuestionSummary;
  readonly changes?: DiffStat;
  /** Where the work went: set once it is merged, cleared by an undo. */
  readonly merge?: MergeRecord;
  readonly failure?: TaskFailure;
  /** When a usage limit ends, if the agent said so. */
  readonly limitResetsAt?: string;
  /** When it goes on by itself; left out where it does not. */
  readonly resumeAt?: string;
  /** How often it was tried again by itself since a turn went well. */
  readonly attempt?: number;
  /** How often it is, at most. */
  readonly maxAttempts?: number;
  /** Set where it was forked from another task. */
  readonly origin?: TaskOrigin;
  /** The race in which it runs or ran. */
  readonly raceId?: string;
  /** The oldest thing the agent asks, so that it can be answered wherever the task is shown. */
  readonly pendingApproval?: ApprovalView;
  readonly pendingApprovals: number;
  readonly queuedPrompts: number;
  /** What the agent did last, in a few words: a tool's title or the head of a message. */
  readonly lastActivity?: string;
  readonly lastActivityAt?: string;
  readonly usage: TokenUsage;
  readonly sessionId?: string;
  readonly turnId?: string;
  readonly pinned: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** When it came into the state it is in. */
  readonly stateSince: string;
  readonly archivedAt?: string;
  /** Set while it lies in the trash; the day it is removed for good is `purgeAt`. */
  readonly deletedAt?: string;
  readonly purgeAt?: string;
  readonly version: number;
}

/** Ends a subscription. */
export interface UnsubscribeEventsRequest {
  readonly subscriptionId: string;
}

/** Ends this connection's subscriptions to a task's normalised messages. */
export interface UnsubscribeExecutionLogsRequest {
  readonly taskId: string;
}

/** One that is not trusted. */
export interface UntrustedFile {
  readonly path: string;
  readonly hash: string;
  readonly size: number;
  readonly executable: boolean;
  readonly linkTarget?: string;
  /** Left out where it is no text, or longer than 64 KiB. */
  readonly text?: string;
}

/** Changes what is given of a server, and switches it off. */
export interface UpdateMcpServerRequest {
  readonly id: string;
  readonly name?: string;
  readonly command?: readonly string[];
  /** All its variables; an empty value keeps the one that is stored under the name. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly url?: string;
  /** All its headers; an empty value keeps the one that is stored under the name. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Changes what is given of a rule. */
export interface UpdatePermissionRuleRequest {
  readonly id: string;
  readonly effect?: RuleEffect;
  readonly scope?: RuleScope;
  readonly repositoryGroupId?: string;
  readonly taskId?: string;
  /** Empty for every agent. */
  readonly agentType?: string;
  readonly toolName?: string;
  readonly patternKind?: RulePatternKind;
  readonly pattern?: string;
  /** Empty for one that is made from the pattern. */
  readonly name?: string;
  /** The version that was seen; a later one is a conflict. */
  readonly version?: number;
}

/** Edits or moves a prompt that waits. */
export interface UpdateQueuedPromptRequest {
  readonly taskId: string;
  readonly id: string;
  readonly prompt?: string;
  /** The new place, counted from 0. */
  readonly position?: number;
  readonly version?: number;
}

/** Changes what is given and leaves the rest. */
export interface UpdateRepositoryGroupRequest {
  readonly id: string;
  readonly name?: string;
  readonly color?: number;
  readonly defaults?: ProjectDefaults;
  /** Replaces all of them. */
  readonly scripts?: ProjectScripts;
  readonly version?: number;
}

/** Changes a draft's text, or resolves or reopens a sent one. */
export interface UpdateReviewCommentRequest {
  readonly taskId: string;
  readonly id: string;
  readonly body?: string;
  readonly state?: CommentState;
  readonly version?: number;
}

/** Changes what is given and leaves the rest. A running one takes a new definition when it is started or restarted. */
export interface UpdateSidecarRequest {
  readonly id: string;
  readonly name?: string;
  readonly definition?: ServiceDefinition;
  readonly autoStart?: boolean;
  readonly version?: number;
}

/** Changes what is given of a startup command and leaves the rest. What runs of it goes on as it was started. */
export interface UpdateStartupCommandRequest {
  readonly projectId: string;
  readonly id: string;
  readonly name?: string;
  readonly command?: string;
  /** An empty one is the worktree itself. */
  readonly workingDirectory?: string;
  readonly portNames?: readonly string[];
  readonly autoStart?: boolean;
  readonly restart?: boolean;
}

/** Changes what is given of a registered program. What runs of it goes on as it is. */
export interface UpdateTerminalAgentRequest {
  readonly id: string;
  readonly name?: string;
  readonly command?: readonly string[];
  /** All its variables; an empty value keeps the one that is stored under the name. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly firstPrompt?: FirstPrompt;
}

/** Changes what is given and leaves the rest. With a version, a task that somebody changed since is refused. */
export interface UpdateUnitTaskRequest {
  readonly id: string;
  readonly title?: string;
  /** Only while the task is a draft. */
  readonly prompt?: string;
  readonly agentType?: string;
  readonly agentCommand?: readonly string[];
  readonly model?: string;
  /** Reaches a running agent at once. */
  readonly permissionMode?: PermissionMode;
  /** Only while no agent works; into or out of the checkout only before the task has begun. */
  readonly isolation?: Isolation;
  readonly network?: boolean;
  /** Options of the agent's session that lives, by its own ids, as its `config` events tell them; at most 20. */
  readonly agentOptions?: Readonly<Record<string, string>>;
  readonly baseBranch?: string;
  readonly pinned?: boolean;
  readonly confirmBypass?: string;
  readonly version?: number;
}

/** Asks for a transition, as dragging a card does. */
export interface UpdateUnitTaskStatusRequest {
  readonly id: string;
  readonly status: TaskState;
  readonly reason?: string;
  readonly version?: number;
}

/** One group. */
export interface UsageGroup {
  /** A day, an agent's kind, a model's name, or the id of a project or task; empty where it is not known. */
  readonly key: string;
  /** The name of a project or the title of a task. */
  readonly name?: string;
  readonly usage: UsageSum;
}

/** What the groups are. */
export type UsageGrouping = 'day' | 'agent' | 'model' | 'project' | 'task';

/** What turns used together. */
export interface UsageSum {
  readonly turns: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  /** US dollars: what the agents told, and estimates by the price table for those that tell nothing. */
  readonly costUsd: number;
  /** The part of the cost that is an estimate. */
  readonly estimatedUsd: number;
  /** Turns that used tokens of a model without a price; their cost is missing here. */
  readonly unpricedTurns: number;
}

/** Payload of `user_message`. */
export interface UserMessagePayload {
  readonly text: string;
  readonly attachments?: readonly PromptAttachment[];
  readonly turnKind?: TurnKind;
  /** It came in the middle of a turn, and the agent took it in. */
  readonly steered?: boolean;
}

/** Tests, as the program that ran them counted. */
export interface VerificationCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Where a verification is. */
export type VerificationState = 'waiting' | 'running' | 'passed' | 'failed' | 'timed_out' | 'stopped' | 'refused';

/** Runs the verify command again, in the worktrees of those that are at rest. */
export interface VerifyRaceRequest {
  readonly id: string;
  /** Only this runner's; all when left out. */
  readonly taskId?: string;
  /** From now on verify with this; what was verified with another is stale then. */
  readonly command?: string;
  /** 10 to 3,600. */
  readonly timeoutSeconds?: number;
}

/** What a waiting task needs from a person (or, for a limit or an overloaded provider, from the clock). */
export type WaitingReason = 'permission' | 'question' | 'plan' | 'limit' | 'overloaded' | 'budget';

/** An execution host. */
export interface WorkerView {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly connected: boolean;
  /** It finishes what runs, takes nothing new, and then ends. */
  readonly draining: boolean;
  /** On its own machine. */
  readonly processId: number;
  readonly startedAt?: string;
  readonly maxConcurrentTasks: number;
  readonly runningTasks: number;
  readonly lastHeartbeatAt?: string;
}

/** The workspace that was made. */
export interface WorkspaceResponse {
  readonly workspace: WorkspaceView;
}

/** The boundary of a team. Single-user mode has one, called `personal`. */
export interface WorkspaceView {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
}
