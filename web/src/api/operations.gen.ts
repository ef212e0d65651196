// The operation catalogue as the client sees it. Printed by 'make generate'; do not edit.

import type {
  AcceptTrustRequest,
  AcceptTrustResponse,
  AddMcpServerRequest,
  AddRepositoryRequest,
  AddRepositoryResponse,
  AddReviewCommentRequest,
  AddSidecarRequest,
  AddStartupCommandRequest,
  AddTerminalAgentRequest,
  AnswerApprovalRequest,
  ApprovalResponse,
  ArchiveUnitTaskRequest,
  BrowseDirectoryRequest,
  BrowseDirectoryResponse,
  CallOffRaceRequest,
  CancelQueuedPromptRequest,
  CleanUpRequest,
  CleanUpResponse,
  CloseTerminalRequest,
  CommitTaskRequest,
  CommitTaskResponse,
  CompactTaskRequest,
  CreateAccessTokenRequest,
  CreateAccessTokenResponse,
  CreateDiagnosticsBundleResponse,
  CreateLoginLinkResponse,
  CreatePermissionRuleRequest,
  CreateRaceRequest,
  CreateRepositoryGroupRequest,
  CreateTerminalRequest,
  CreateTicketResponse,
  CreateUnitTaskRequest,
  CreateWorkspaceRequest,
  DeletePermissionRuleRequest,
  DeleteRepositoryGroupRequest,
  DeleteReviewCommentRequest,
  DeleteUnitTaskRequest,
  DiagnosticsView,
  DiskUsageView,
  DrainWorkerRequest,
  EmptyTrashRequest,
  EnableMcpServerRequest,
  ExchangeLoginRequest,
  FleetView,
  ForkTaskRequest,
  GetApprovalRequest,
  GetCallerResponse,
  GetDiskUsageRequest,
  GetExecutionLogsRequest,
  GetExecutionLogsResponse,
  GetPastSessionRequest,
  GetPastSessionResponse,
  GetProjectBudgetRequest,
  GetRaceRequest,
  GetRepositoryGroupRequest,
  GetRepositoryRequest,
  GetSidecarRequest,
  GetTaskDiffRequest,
  GetTaskDiffResponse,
  GetTaskFileDiffRequest,
  GetTaskFileDiffResponse,
  GetTaskUsageRequest,
  GetTerminalRequest,
  GetTrustQuestionRequest,
  GetUnitTaskRequest,
  GetUnitTaskResponse,
  GetUsageRequest,
  GetUsageResponse,
  HandOverTaskRequest,
  HealthView,
  KeepRunnerRequest,
  ListAccessTokensResponse,
  ListAgentsResponse,
  ListApprovalsRequest,
  ListApprovalsResponse,
  ListAuthSessionsResponse,
  ListBranchesRequest,
  ListBranchesResponse,
  ListBrowseRootsResponse,
  ListIsolationsResponse,
  ListMcpServersRequest,
  ListMcpServersResponse,
  ListPastSessionEventsRequest,
  ListPastSessionEventsResponse,
  ListPastSessionsRequest,
  ListPastSessionsResponse,
  ListPermissionRulesRequest,
  ListPermissionRulesResponse,
  ListPricesResponse,
  ListProcessesResponse,
  ListQueuedPromptsRequest,
  ListQueuedPromptsResponse,
  ListRacesRequest,
  ListRacesResponse,
  ListRepositoriesRequest,
  ListRepositoriesResponse,
  ListRepositoryGroupsRequest,
  ListRepositoryGroupsResponse,
  ListReviewCommentsRequest,
  ListReviewCommentsResponse,
  ListSidecarsRequest,
  ListSidecarsResponse,
  ListSnapshotsRequest,
  ListSnapshotsResponse,
  ListStartupCommandsRequest,
  ListStartupCommandsResponse,
  ListTaskCommandsRequest,
  ListTaskCommandsResponse,
  ListTaskEventsRequest,
  ListTaskEventsResponse,
  ListTerminalAgentsResponse,
  ListTerminalsRequest,
  ListTerminalsResponse,
  ListTrashResponse,
  ListTrustQuestionsResponse,
  ListTrustedFilesRequest,
  ListTrustedFilesResponse,
  ListUnitTasksRequest,
  ListUnitTasksResponse,
  ListWorkersResponse,
  ListWorkspacesResponse,
  McpServerById,
  McpServerResponse,
  MergeTaskRequest,
  MergeTaskResponse,
  PermissionRuleResponse,
  PreviewCleanupRequest,
  PreviewCleanupResponse,
  PreviewCopiedFilesRequest,
  PreviewCopiedFilesResponse,
  PreviewMergeRequest,
  PreviewMergeResponse,
  ProjectBudgetResponse,
  RaceResponse,
  ReadCommandLogRequest,
  ReadSidecarLogRequest,
  RefreshPastSessionsResponse,
  RemoveRepositoryRequest,
  RemoveSidecarRequest,
  RemoveStartupCommandRequest,
  RemoveTerminalAgentRequest,
  RenameTerminalRequest,
  ReorderRepositoryGroupsRequest,
  ReorderStartupCommandsRequest,
  RepositoryGroupResponse,
  RepositoryResponse,
  RequestChangesRequest,
  RestartCommandRequest,
  RestartSidecarRequest,
  RestoreFromTrashRequest,
  RestoreFromTrashResponse,
  RestoreSnapshotRequest,
  RestoreSnapshotResponse,
  RestoreUnitTaskRequest,
  ResumePastSessionRequest,
  ResumePastSessionResponse,
  ResumeTaskRequest,
  RetryTaskRequest,
  ReviewCommentResponse,
  RevokeAccessTokenRequest,
  RevokeAuthSessionRequest,
  RevokeTrustRequest,
  RevokeTrustResponse,
  RewindTaskRequest,
  RewindTaskResponse,
  ScheduleResumeRequest,
  SearchTaskFilesRequest,
  SearchTaskFilesResponse,
  SendPromptRequest,
  SendPromptResponse,
  ServiceLogResponse,
  SetFileViewedRequest,
  SetProjectBudgetRequest,
  SetTaskBudgetRequest,
  SidecarResponse,
  StartCommandRequest,
  StartSidecarRequest,
  StartTaskExecutionRequest,
  StartTaskExecutionResponse,
  StartupCommandResponse,
  StatusView,
  StopCommandRequest,
  StopHostRequest,
  StopSidecarRequest,
  StopTaskExecutionRequest,
  StopVerificationRequest,
  StoreFactsView,
  SubscribeEventsRequest,
  SubscribeEventsResponse,
  SubscribeExecutionLogsRequest,
  TaskCommandResponse,
  TaskUsageResponse,
  TerminalAgentResponse,
  TerminalResponse,
  TestPermissionRulesRequest,
  TestPermissionRulesResponse,
  TrustQuestionResponse,
  UndoMergeRequest,
  UndoRewindRequest,
  UnitTaskResponse,
  UnsubscribeEventsRequest,
  UnsubscribeExecutionLogsRequest,
  UpdateMcpServerRequest,
  UpdatePermissionRuleRequest,
  UpdateQueuedPromptRequest,
  UpdateRepositoryGroupRequest,
  UpdateReviewCommentRequest,
  UpdateSidecarRequest,
  UpdateStartupCommandRequest,
  UpdateTerminalAgentRequest,
  UpdateUnitTaskRequest,
  UpdateUnitTaskStatusRequest,
  VerifyRaceRequest,
  WorkspaceResponse,
} from './types.gen';

export type NoRequest = Readonly<Record<string, never>>;
export type NoResponse = Readonly<Record<string, never>>;

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `{name}` is filled from the request's property of that name. */
  readonly path: string;
}

/** What REST serves; every one of them is a JSON-RPC method too. */
export interface Operations {
  /** Tells whether the parts answer: ok, or degraded while no worker is connected. */
  getHealth: { request: NoRequest; response: HealthView };
  /** Tells that there is a host, whose it is and on which port. */
  getStatus: { request: NoRequest; response: StatusView };
  /** Looks at the store, the disk, the worker and the agents; each finding says what to do. */
  getDiagnostics: { request: NoRequest; response: DiagnosticsView };
  /** Tells which migrations the store has and how many rows its tables, but not a row. */
  getStoreFacts: { request: NoRequest; response: StoreFactsView };
  /** Makes a zip file for whoever helps, without secrets, prompts and file contents. */
  createDiagnosticsBundle: { request: NoRequest; response: CreateDiagnosticsBundleResponse };
  /** Ends the host. What runs on its workers goes on and is found by the next host; with all, that ends too. What agents did so far is kept. */
  stopHost: { request: StopHostRequest; response: NoResponse };
  /** Tells who the program takes the caller for, and by which credential. */
  getCaller: { request: NoRequest; response: GetCallerResponse };
  /** Makes a link that opens a browser logged in. It works once, within five minutes. */
  createLoginLink: { request: NoRequest; response: CreateLoginLinkResponse };
  /** Trades the secret of a one-time link for the browser's cookie. */
  exchangeLogin: { request: ExchangeLoginRequest; response: GetCallerResponse };
  /** Ends the login of the browser that asks. */
  logout: { request: NoRequest; response: NoResponse };
  /** Makes a ticket that opens /ws?ticket=… once, within 30 seconds, for clients that cannot set a header there. */
  createTicket: { request: NoRequest; response: CreateTicketResponse };
  /** Lists the browsers that are logged in, newest first. */
  listAuthSessions: { request: NoRequest; response: ListAuthSessionsResponse };
  /** Logs a browser out and closes its connections. */
  revokeAuthSession: { request: RevokeAuthSessionRequest; response: NoResponse };
  /** Lists the tokens of programs, newest first. Their secrets are not kept. */
  listAccessTokens: { request: NoRequest; response: ListAccessTokensResponse };
  /** Makes a token for a program. Its secret is shown this once. */
  createAccessToken: { request: CreateAccessTokenRequest; response: CreateAccessTokenResponse };
  /** Ends a token of a program at once and closes its connections. */
  revokeAccessToken: { request: RevokeAccessTokenRequest; response: NoResponse };
  /** Lists the workspaces. Single-user mode has one, called personal. */
  listWorkspaces: { request: NoRequest; response: ListWorkspacesResponse };
  /** Makes a workspace. */
  createWorkspace: { request: CreateWorkspaceRequest; response: WorkspaceResponse };
  /** Adds a folder that is a git repository, or clones a URL, and makes a project of it. */
  addRepository: { request: AddRepositoryRequest; response: AddRepositoryResponse };
  /** Lists the repositories by name. */
  listRepositories: { request: ListRepositoriesRequest; response: ListRepositoriesResponse };
  /** Shows a repository. */
  getRepository: { request: GetRepositoryRequest; response: RepositoryResponse };
  /** Forgets a repository that no project uses. Its folder is not touched. */
  removeRepository: { request: RemoveRepositoryRequest; response: NoResponse };
  /** Makes a project of repositories that were added. The first is where agents work. */
  createRepositoryGroup: { request: CreateRepositoryGroupRequest; response: RepositoryGroupResponse };
  /** Lists the projects in their order. */
  listRepositoryGroups: { request: ListRepositoryGroupsRequest; response: ListRepositoryGroupsResponse };
  /** Shows a project. */
  getRepositoryGroup: { request: GetRepositoryGroupRequest; response: RepositoryGroupResponse };
  /** Changes what is given of a project and leaves the rest. */
  updateRepositoryGroup: { request: UpdateRepositoryGroupRequest; response: RepositoryGroupResponse };
  /** Forgets a project that has no tasks outside the trash. No folder is touched. */
  deleteRepositoryGroup: { request: DeleteRepositoryGroupRequest; response: NoResponse };
  /** Puts the projects into an order; each is named once. */
  reorderRepositoryGroups: { request: ReorderRepositoryGroupsRequest; response: ListRepositoryGroupsResponse };
  /** Searches the branches of a project's first repository, newest commit first. */
  listBranches: { request: ListBranchesRequest; response: ListBranchesResponse };
  /** Shows which files that git ignores would be copied into a new worktree, by the project's patterns or by others. */
  previewCopiedFiles: { request: PreviewCopiedFilesRequest; response: PreviewCopiedFilesResponse };
  /** Lists the startup commands of a project in their order. */
  listStartupCommands: { request: ListStartupCommandsRequest; response: ListStartupCommandsResponse };
  /** Gives a project a command that its tasks can run beside the agent, such as a development server. */
  addStartupCommand: { request: AddStartupCommandRequest; response: StartupCommandResponse };
  /** Changes what is given of a startup command. What runs of it goes on as it was started. */
  updateStartupCommand: { request: UpdateStartupCommandRequest; response: StartupCommandResponse };
  /** Takes a startup command from a project. */
  removeStartupCommand: { request: RemoveStartupCommandRequest; response: ListStartupCommandsResponse };
  /** Puts the startup commands of a project into an order; each is named once. */
  reorderStartupCommands: { request: ReorderStartupCommandsRequest; response: ListStartupCommandsResponse };
  /** Lists the folders under which browsing is allowed. */
  listBrowseRoots: { request: NoRequest; response: ListBrowseRootsResponse };
  /** Lists the folders in a folder, and which of them are git repositories. */
  browseDirectory: { request: BrowseDirectoryRequest; response: BrowseDirectoryResponse };
  /** Lists the ways in which a task can be kept apart on the worker's machine: which can be had, and what to do for the others. */
  listIsolations: { request: NoRequest; response: ListIsolationsResponse };
  /** Lists the workers that are connected, with their capacity and load. */
  listWorkers: { request: NoRequest; response: ListWorkersResponse };
  /** Lists the agents that this build can run, with what was last found out about each: installed, version, login, next step. */
  listAgents: { request: NoRequest; response: ListAgentsResponse };
  /** Looks again for the agents on the worker's machine, and asks each program for its version anew. */
  probeAgents: { request: NoRequest; response: ListAgentsResponse };
  /** Registers a command line program as an agent that works in a terminal of its own. */
  addTerminalAgent: { request: AddTerminalAgentRequest; response: TerminalAgentResponse };
  /** Lists the registered programs by name. Of their variables only the names are told. */
  listTerminalAgents: { request: NoRequest; response: ListTerminalAgentsResponse };
  /** Changes what is given of a registered program. What runs of it goes on as it was started. */
  updateTerminalAgent: { request: UpdateTerminalAgentRequest; response: TerminalAgentResponse };
  /** Forgets a registered program. Tasks that have it as their agent cannot be started again. */
  removeTerminalAgent: { request: RemoveTerminalAgentRequest; response: NoResponse };
  /** Writes down an MCP server for a project, or for all. It is off until somebody switches it on. */
  addMcpServer: { request: AddMcpServerRequest; response: McpServerResponse };
  /** Lists MCP servers by name: those for all projects, with those of a project where one is given. Values are never shown. */
  listMcpServers: { request: ListMcpServersRequest; response: ListMcpServersResponse };
  /** Changes what is given of an MCP server, and switches it off: somebody must agree to what it is now. */
  updateMcpServer: { request: UpdateMcpServerRequest; response: McpServerResponse };
  /** Switches an MCP server on, exactly as it was shown: one that is another by now is refused. */
  enableMcpServer: { request: EnableMcpServerRequest; response: McpServerResponse };
  /** Switches an MCP server off. Sessions that have it keep it until their agent's process ends. */
  disableMcpServer: { request: McpServerById; response: McpServerResponse };
  /** Forgets an MCP server with its values. */
  removeMcpServer: { request: McpServerById; response: NoResponse };
  /** Shows the workers with their state and how much of them is in use. */
  getFleet: { request: NoRequest; response: FleetView };
  /** Gives a worker nothing new; it ends when nothing runs on it any more, and a fresh one takes its place. */
  drainWorker: { request: DrainWorkerRequest; response: NoResponse };
  /** Lists the processes that run for this installation by task, with what they compute and hold. The first answer takes half a second. */
  listProcesses: { request: NoRequest; response: ListProcessesResponse };
  /** Tells what takes room in the data folder, with the sizes of the last measure, and how much is free. */
  getDiskUsage: { request: GetDiskUsageRequest; response: DiskUsageView };
  /** Measures anew and shows what could be cleaned up, what is kept of it, and what is not touched and why. Nothing is changed. */
  previewCleanup: { request: PreviewCleanupRequest; response: PreviewCleanupResponse };
  /** Removes exactly what previewCleanup showed: worktrees go into the trash after a snapshot, trash and old logs for good. What has changed meanwhile stays. */
  runCleanup: { request: CleanUpRequest; response: CleanUpResponse };
  /** Lists what lies in the trash, newest first, and until when. */
  listTrash: { request: NoRequest; response: ListTrashResponse };
  /** Puts a worktree back where it was, with the files that git does not know; a deleted task comes back with it. */
  restoreFromTrash: { request: RestoreFromTrashRequest; response: RestoreFromTrashResponse };
  /** Removes these for good, which cannot be undone. Branches and snapshots stay in the repositories. */
  emptyTrash: { request: EmptyTrashRequest; response: CleanUpResponse };
  /** Writes a task down for a project and, with start, runs it at once. */
  createUnitTask: { request: CreateUnitTaskRequest; response: UnitTaskResponse };
  /** Shows a task with its sessions, what it asks, and the prompts that wait. */
  getUnitTask: { request: GetUnitTaskRequest; response: GetUnitTaskResponse };
  /** Lists tasks, newest first, by project, state, agent or words. */
  listUnitTasks: { request: ListUnitTasksRequest; response: ListUnitTasksResponse };
  /** Changes what is given of a task. Mode and model reach a running agent at once. */
  updateUnitTask: { request: UpdateUnitTaskRequest; response: UnitTaskResponse };
  /** Asks for a transition: queued starts or continues, cancelled stops, approved and rejected judge. */
  updateUnitTaskStatus: { request: UpdateUnitTaskStatusRequest; response: UnitTaskResponse };
  /** Hides a task from the board, or shows it again. */
  archiveUnitTask: { request: ArchiveUnitTaskRequest; response: UnitTaskResponse };
  /** Stops a task and puts it and its worktree into the trash for seven days. */
  deleteUnitTask: { request: DeleteUnitTaskRequest; response: UnitTaskResponse };
  /** Takes a task and its worktree out of the trash. */
  restoreUnitTask: { request: RestoreUnitTaskRequest; response: UnitTaskResponse };
  /** Queues a task; an agent starts as soon as the worker has room. */
  startTaskExecution: { request: StartTaskExecutionRequest; response: StartTaskExecutionResponse };
  /** Stops the agent and returns when no process of it is left. The work is kept. */
  stopTaskExecution: { request: StopTaskExecutionRequest; response: UnitTaskResponse };
  /** Runs a task again, with its own prompt unless a new one is given. */
  retryTask: { request: RetryTaskRequest; response: UnitTaskResponse };
  /** Continues an interrupted or limited task in the agent's own session. */
  resumeTask: { request: ResumeTaskRequest; response: UnitTaskResponse };
  /** Says when a task that waits for a limit or an overloaded provider goes on by itself; without a time, that it does not. */
  scheduleResume: { request: ScheduleResumeRequest; response: UnitTaskResponse };
  /** Says something to the agent: at once when it is idle, else behind what it does, into it (steer) or in its place (interrupt). */
  sendPrompt: { request: SendPromptRequest; response: SendPromptResponse };
  /** Lists the prompts that wait for their turn, first one first. */
  listQueuedPrompts: { request: ListQueuedPromptsRequest; response: ListQueuedPromptsResponse };
  /** Edits or moves a prompt that waits. */
  updateQueuedPrompt: { request: UpdateQueuedPromptRequest; response: ListQueuedPromptsResponse };
  /** Takes a prompt out of the queue. */
  cancelQueuedPrompt: { request: CancelQueuedPromptRequest; response: ListQueuedPromptsResponse };
  /** Lists the files of repositories that somebody trusts to make agents and scripts run programs, with who did when. */
  listTrustedFiles: { request: ListTrustedFilesRequest; response: ListTrustedFilesResponse };
  /** Lists what tasks wait for: files by which their repository would make programs run, with the difference to what was trusted. */
  listTrustQuestions: { request: NoRequest; response: ListTrustQuestionsResponse };
  /** Shows the files that a task waits for, with the difference to what was trusted. */
  getTrustQuestion: { request: GetTrustQuestionRequest; response: TrustQuestionResponse };
  /** Trusts exactly the files that a question shows. The tasks of the project that waited for them start. */
  acceptTrust: { request: AcceptTrustRequest; response: AcceptTrustResponse };
  /** Trusts the files of a project no more, all of them or those at a path: the next turn asks again. What runs goes on. */
  revokeTrust: { request: RevokeTrustRequest; response: RevokeTrustResponse };
  /** Lists the startup commands of a task's project with what runs of them for this task: state, exit code, ports. */
  listTaskCommands: { request: ListTaskCommandsRequest; response: ListTaskCommandsResponse };
  /** Starts a startup command in a task's worktree, with the task's own ports. One that runs goes on. */
  startCommand: { request: StartCommandRequest; response: TaskCommandResponse };
  /** Stops a startup command of a task and returns when no process of it is left. */
  stopCommand: { request: StopCommandRequest; response: TaskCommandResponse };
  /** Stops a startup command of a task, where it runs, and starts it as the project has it now. */
  restartCommand: { request: RestartCommandRequest; response: TaskCommandResponse };
  /** Shows what a startup command of a task wrote. To follow it, ask again from next with a time to wait. */
  readCommandLog: { request: ReadCommandLogRequest; response: ServiceLogResponse };
  /** Shows a page of a task's timeline: the newest events, those before one, or those after one. */
  listTaskEvents: { request: ListTaskEventsRequest; response: ListTaskEventsResponse };
  /** Shows a session as normalised messages: start, text, toolUse, toolResult, userQuestion, complete, error. */
  getExecutionLogs: { request: GetExecutionLogsRequest; response: GetExecutionLogsResponse };
  /** Goes back to before a message: files, conversation, or both. What stands in the worktree is kept in a snapshot first. */
  rewindTask: { request: RewindTaskRequest; response: RewindTaskResponse };
  /** Takes the last rewind back, as long as nothing was said since. */
  undoRewind: { request: UndoRewindRequest; response: UnitTaskResponse };
  /** Makes a new task from a message: with its own worktree and branch, the files and the conversation as they were before it. */
  forkTask: { request: ForkTaskRequest; response: UnitTaskResponse };
  /** Lets another agent go on: knowing nothing, the conversation as text, or a summary that the first agent writes. */
  handOverTask: { request: HandOverTaskRequest; response: UnitTaskResponse };
  /** Has the agent shorten its own conversation, to make room in its context. */
  compactTask: { request: CompactTaskRequest; response: UnitTaskResponse };
  /** Finds files of a task's worktree by a part of their path; what git ignores is left out. */
  searchTaskFiles: { request: SearchTaskFilesRequest; response: SearchTaskFilesResponse };
  /** Lists and searches the sessions that Claude Code, Codex and opencode keep on the worker's machine, newest first. */
  listPastSessions: { request: ListPastSessionsRequest; response: ListPastSessionsResponse };
  /** Shows one of these sessions, and how a task would go on with it. */
  getPastSession: { request: GetPastSessionRequest; response: GetPastSessionResponse };
  /** Reads a page of what was said and done in one of these sessions, shaped like the events of a task. */
  listPastSessionEvents: { request: ListPastSessionEventsRequest; response: ListPastSessionEventsResponse };
  /** Makes a task that goes on with one of these sessions, or answers the one that does already. */
  resumePastSession: { request: ResumePastSessionRequest; response: ResumePastSessionResponse };
  /** Looks at the agents' stores anew and tells what changed. Nothing is ever written to them. */
  refreshPastSessions: { request: NoRequest; response: RefreshPastSessionsResponse };
  /** Sums up what turns used and cost, by day, agent, model, project or task. Days are those of UTC. */
  getUsage: { request: GetUsageRequest; response: GetUsageResponse };
  /** Shows what a task used turn by turn, and its budget. */
  getTaskUsage: { request: GetTaskUsageRequest; response: TaskUsageResponse };
  /** Sets what a task may cost; without limitUsd its own limit is lifted. A task that waits for money goes on when it is resumed. */
  setTaskBudget: { request: SetTaskBudgetRequest; response: TaskUsageResponse };
  /** Shows what the tasks of a project may cost, each and together in a month, and what they did in this one. */
  getProjectBudget: { request: GetProjectBudgetRequest; response: ProjectBudgetResponse };
  /** Sets what each task of a project may cost, and all of them in a calendar month (UTC). What is left out is lifted. */
  setProjectBudget: { request: SetProjectBudgetRequest; response: ProjectBudgetResponse };
  /** Lists the prices by which costs are estimated that no agent tells, with their date. */
  listPrices: { request: NoRequest; response: ListPricesResponse };
  /** Lists what agents ask or asked, oldest first, by task and state. */
  listApprovals: { request: ListApprovalsRequest; response: ListApprovalsResponse };
  /** Shows one approval. */
  getApproval: { request: GetApprovalRequest; response: ApprovalResponse };
  /** Answers a permission, a plan or a question, and keeps a rule with it. The first answer wins, a later one is a conflict that tells who answered what. */
  answerApproval: { request: AnswerApprovalRequest; response: ApprovalResponse };
  /** Lists the rules that answer what agents ask, newest first. */
  listPermissionRules: { request: ListPermissionRulesRequest; response: ListPermissionRulesResponse };
  /** Makes a rule, or changes the one that covers the same. What waits is judged by it at once. */
  createPermissionRule: { request: CreatePermissionRuleRequest; response: PermissionRuleResponse };
  /** Changes what is given of a rule. */
  updatePermissionRule: { request: UpdatePermissionRuleRequest; response: PermissionRuleResponse };
  /** Forgets a rule: the agent asks again. */
  deletePermissionRule: { request: DeletePermissionRuleRequest; response: NoResponse };
  /** Says what rules would answer to a command, an edit or another tool, and which one decides. Nothing is asked and nothing kept. */
  testPermissionRules: { request: TestPermissionRulesRequest; response: TestPermissionRulesResponse };
  /** Lists the files that a task changed: all since its base, only what is not committed, or one turn's. */
  getTaskDiff: { request: GetTaskDiffRequest; response: GetTaskDiffResponse };
  /** Shows one file's hunks. */
  getTaskFileDiff: { request: GetTaskFileDiffRequest; response: GetTaskFileDiffResponse };
  /** Marks one content of a file as viewed; a changed content is not. */
  setFileViewed: { request: SetFileViewedRequest; response: NoResponse };
  /** Lists a task's comments in file and line order. */
  listReviewComments: { request: ListReviewCommentsRequest; response: ListReviewCommentsResponse };
  /** Writes a draft comment on lines of a difference. */
  addReviewComment: { request: AddReviewCommentRequest; response: ReviewCommentResponse };
  /** Changes a draft's text, or resolves or reopens a comment that was sent. */
  updateReviewComment: { request: UpdateReviewCommentRequest; response: ReviewCommentResponse };
  /** Throws a draft away. */
  deleteReviewComment: { request: DeleteReviewCommentRequest; response: NoResponse };
  /** Sends draft comments, and words of one's own, to the agent as one message. */
  requestChanges: { request: RequestChangesRequest; response: UnitTaskResponse };
  /** Commits everything in the task's worktree, with the repository's own identity and hooks. */
  commitTask: { request: CommitTaskRequest; response: CommitTaskResponse };
  /** Tells what a merge would meet, without doing it. */
  previewMerge: { request: PreviewMergeRequest; response: PreviewMergeResponse };
  /** Commits what is left, merges the task's branch by compare-and-swap and puts the worktree into the trash. */
  mergeTask: { request: MergeTaskRequest; response: MergeTaskResponse };
  /** Moves the target branch back and brings the worktree back, if nothing was added to the branch since. */
  undoMerge: { request: UndoMergeRequest; response: UnitTaskResponse };
  /** Lists a task's snapshots, newest first. */
  listSnapshots: { request: ListSnapshotsRequest; response: ListSnapshotsResponse };
  /** Puts the worktree's files back to a snapshot, after a snapshot of what stands there now. */
  restoreSnapshot: { request: RestoreSnapshotRequest; response: RestoreSnapshotResponse };
  /** Gives one prompt to 2 to 8 runners at once: a task for each, all from the same commit, verified when they come to rest. */
  createRace: { request: CreateRaceRequest; response: RaceResponse };
  /** Shows a race with its tasks, what each used and what its verification said. */
  getRace: { request: GetRaceRequest; response: RaceResponse };
  /** Lists races, newest first. */
  listRaces: { request: ListRacesRequest; response: ListRacesResponse };
  /** Runs the verify command again where a runner is at rest, or another command from now on. */
  verifyRace: { request: VerifyRaceRequest; response: RaceResponse };
  /** Stops verifications that run or wait, with all their processes. */
  stopVerification: { request: StopVerificationRequest; response: RaceResponse };
  /** Keeps one runner as an ordinary task; the others are stopped and go to the trash. The first choice counts, a later one is a conflict that tells who chose. */
  keepRunner: { request: KeepRunnerRequest; response: RaceResponse };
  /** Ends a race without a winner: all tasks go to the trash, or go on as ordinary tasks. */
  callOffRace: { request: CallOffRaceRequest; response: RaceResponse };
  /** Opens a terminal in a task's worktree or in a project's repository. */
  createTerminal: { request: CreateTerminalRequest; response: TerminalResponse };
  /** Lists the terminals that are not closed, oldest first, of a task or a project if one is given. */
  listTerminals: { request: ListTerminalsRequest; response: ListTerminalsResponse };
  /** Shows how a terminal stands. Its screen is at /ws/terminals/{id}. */
  getTerminal: { request: GetTerminalRequest; response: TerminalResponse };
  /** Gives a terminal a name; without one, the title that its program sets is shown. */
  renameTerminal: { request: RenameTerminalRequest; response: TerminalResponse };
  /** Ends everything that runs in a terminal and forgets it. */
  closeTerminal: { request: CloseTerminalRequest; response: NoResponse };
  /** Adds a program that is kept running, and starts it. */
  addSidecar: { request: AddSidecarRequest; response: SidecarResponse };
  /** Lists the sidecars by name, with where each is. */
  listSidecars: { request: ListSidecarsRequest; response: ListSidecarsResponse };
  /** Shows a sidecar. */
  getSidecar: { request: GetSidecarRequest; response: SidecarResponse };
  /** Changes what is given of a sidecar. What runs of it goes on until it is restarted. */
  updateSidecar: { request: UpdateSidecarRequest; response: SidecarResponse };
  /** Starts a sidecar and keeps it running; one that waits for its next try is started at once. */
  startSidecar: { request: StartSidecarRequest; response: SidecarResponse };
  /** Stops a sidecar with all its processes. It stays stopped until it is started, or starts by itself with a new worker. */
  stopSidecar: { request: StopSidecarRequest; response: SidecarResponse };
  /** Stops a sidecar, where it runs, and starts it as it is defined now. */
  restartSidecar: { request: RestartSidecarRequest; response: SidecarResponse };
  /** Stops a sidecar and forgets it with its log. */
  removeSidecar: { request: RemoveSidecarRequest; response: NoResponse };
  /** Shows what a sidecar wrote. To follow it, ask again from next with a time to wait. */
  readSidecarLog: { request: ReadSidecarLogRequest; response: ServiceLogResponse };
}

/** What only a WebSocket serves. */
export interface ConnectionOperations {
  /** Pushes what came after a sequence, then everything as it happens: notifications event, delta and gap. */
  subscribeEvents: { request: SubscribeEventsRequest; response: SubscribeEventsResponse };
  /** Ends a subscription. */
  unsubscribeEvents: { request: UnsubscribeEventsRequest; response: NoResponse };
  /** Pushes a task's normalised messages as notifications executionLog. */
  subscribeExecutionLogs: { request: SubscribeExecutionLogsRequest; response: SubscribeEventsResponse };
  /** Ends this connection's subscriptions to a task's normalised messages. */
  unsubscribeExecutionLogs: { request: UnsubscribeExecutionLogsRequest; response: NoResponse };
}

export const routes = {
  getHealth: { method: 'GET', path: '/health' },
  getStatus: { method: 'GET', path: '/status' },
  getDiagnostics: { method: 'GET', path: '/api/diagnostics' },
  getStoreFacts: { method: 'GET', path: '/api/diagnostics/store' },
  createDiagnosticsBundle: { method: 'POST', path: '/api/diagnostics/bundle' },
  stopHost: { method: 'POST', path: '/api/stop' },
  getCaller: { method: 'GET', path: '/api/auth/caller' },
  createLoginLink: { method: 'POST', path: '/api/auth/links' },
  exchangeLogin: { method: 'POST', path: '/api/auth/exchange' },
  logout: { method: 'POST', path: '/api/auth/logout' },
  createTicket: { method: 'POST', path: '/api/auth/ticket' },
  listAuthSessions: { method: 'GET', path: '/api/auth/sessions' },
  revokeAuthSession: { method: 'DELETE', path: '/api/auth/sessions/{id}' },
  listAccessTokens: { method: 'GET', path: '/api/auth/tokens' },
  createAccessToken: { method: 'POST', path: '/api/auth/tokens' },
  revokeAccessToken: { method: 'DELETE', path: '/api/auth/tokens/{id}' },
  listWorkspaces: { method: 'GET', path: '/api/workspaces' },
  createWorkspace: { method: 'POST', path: '/api/workspaces' },
  addRepository: { method: 'POST', path: '/api/repositories' },
  listRepositories: { method: 'GET', path: '/api/repositories' },
  getRepository: { method: 'GET', path: '/api/repositories/{id}' },
  removeRepository: { method: 'DELETE', path: '/api/repositories/{id}' },
  createRepositoryGroup: { method: 'POST', path: '/api/projects' },
  listRepositoryGroups: { method: 'GET', path: '/api/projects' },
  getRepositoryGroup: { method: 'GET', path: '/api/projects/{id}' },
  updateRepositoryGroup: { method: 'PATCH', path: '/api/projects/{id}' },
  deleteRepositoryGroup: { method: 'DELETE', path: '/api/projects/{id}' },
  reorderRepositoryGroups: { method: 'POST', path: '/api/projects/reorder' },
  listBranches: { method: 'GET', path: '/api/projects/{id}/branches' },
  previewCopiedFiles: { method: 'POST', path: '/api/projects/{id}/copied-files' },
  listStartupCommands: { method: 'GET', path: '/api/projects/{projectId}/commands' },
  addStartupCommand: { method: 'POST', path: '/api/projects/{projectId}/commands' },
  updateStartupCommand: { method: 'PATCH', path: '/api/projects/{projectId}/commands/{id}' },
  removeStartupCommand: { method: 'DELETE', path: '/api/projects/{projectId}/commands/{id}' },
  reorderStartupCommands: { method: 'POST', path: '/api/projects/{projectId}/commands/reorder' },
  listBrowseRoots: { method: 'GET', path: '/api/browse/roots' },
  browseDirectory: { method: 'GET', path: '/api/browse/list' },
  listIsolations: { method: 'GET', path: '/api/isolations' },
  listWorkers: { method: 'GET', path: '/api/workers' },
  listAgents: { method: 'GET', path: '/api/agents' },
  probeAgents: { method: 'POST', path: '/api/agents/probe' },
  addTerminalAgent: { method: 'POST', path: '/api/terminal-agents' },
  listTerminalAgents: { method: 'GET', path: '/api/terminal-agents' },
  updateTerminalAgent: { method: 'PATCH', path: '/api/terminal-agents/{id}' },
  removeTerminalAgent: { method: 'DELETE', path: '/api/terminal-agents/{id}' },
  addMcpServer: { method: 'POST', path: '/api/mcp-servers' },
  listMcpServers: { method: 'GET', path: '/api/mcp-servers' },
  updateMcpServer: { method: 'PATCH', path: '/api/mcp-servers/{id}' },
  enableMcpServer: { method: 'POST', path: '/api/mcp-servers/{id}/enable' },
  disableMcpServer: { method: 'POST', path: '/api/mcp-servers/{id}/disable' },
  removeMcpServer: { method: 'DELETE', path: '/api/mcp-servers/{id}' },
  getFleet: { method: 'GET', path: '/api/fleet' },
  drainWorker: { method: 'POST', path: '/api/workers/{id}/drain' },
  listProcesses: { method: 'GET', path: '/api/fleet/processes' },
  getDiskUsage: { method: 'GET', path: '/api/fleet/disk' },
  previewCleanup: { method: 'GET', path: '/api/worktrees/cleanup' },
  runCleanup: { method: 'POST', path: '/api/worktrees/cleanup' },
  listTrash: { method: 'GET', path: '/api/trash' },
  restoreFromTrash: { method: 'POST', path: '/api/trash/{id}/restore' },
  emptyTrash: { method: 'POST', path: '/api/trash/empty' },
  createUnitTask: { method: 'POST', path: '/api/tasks' },
  getUnitTask: { method: 'GET', path: '/api/tasks/{id}' },
  listUnitTasks: { method: 'GET', path: '/api/tasks' },
  updateUnitTask: { method: 'PATCH', path: '/api/tasks/{id}' },
  updateUnitTaskStatus: { method: 'POST', path: '/api/tasks/{id}/status' },
  archiveUnitTask: { method: 'POST', path: '/api/tasks/{id}/archive' },
  deleteUnitTask: { method: 'DELETE', path: '/api/tasks/{id}' },
  restoreUnitTask: { method: 'POST', path: '/api/tasks/{id}/restore' },
  startTaskExecution: { method: 'POST', path: '/api/tasks/{taskId}/start' },
  stopTaskExecution: { method: 'POST', path: '/api/tasks/{taskId}/stop' },
  retryTask: { method: 'POST', path: '/api/tasks/{taskId}/retry' },
  resumeTask: { method: 'POST', path: '/api/tasks/{taskId}/resume' },
  scheduleResume: { method: 'PUT', path: '/api/tasks/{taskId}/resume' },
  sendPrompt: { method: 'POST', path: '/api/tasks/{taskId}/prompts' },
  listQueuedPrompts: { method: 'GET', path: '/api/tasks/{taskId}/prompts' },
  updateQueuedPrompt: { method: 'PATCH', path: '/api/tasks/{taskId}/prompts/{id}' },
  cancelQueuedPrompt: { method: 'DELETE', path: '/api/tasks/{taskId}/prompts/{id}' },
  listTrustedFiles: { method: 'GET', path: '/api/trust' },
  listTrustQuestions: { method: 'GET', path: '/api/trust/questions' },
  getTrustQuestion: { method: 'GET', path: '/api/trust/questions/{id}' },
  acceptTrust: { method: 'POST', path: '/api/trust/questions/{questionId}/accept' },
  revokeTrust: { method: 'POST', path: '/api/trust/revoke' },
  listTaskCommands: { method: 'GET', path: '/api/tasks/{taskId}/commands' },
  startCommand: { method: 'POST', path: '/api/tasks/{taskId}/commands/{commandId}/start' },
  stopCommand: { method: 'POST', path: '/api/tasks/{taskId}/commands/{commandId}/stop' },
  restartCommand: { method: 'POST', path: '/api/tasks/{taskId}/commands/{commandId}/restart' },
  readCommandLog: { method: 'GET', path: '/api/tasks/{taskId}/commands/{commandId}/log' },
  listTaskEvents: { method: 'GET', path: '/api/tasks/{taskId}/events' },
  getExecutionLogs: { method: 'GET', path: '/api/sessions/{sessionId}/logs' },
  rewindTask: { method: 'POST', path: '/api/tasks/{taskId}/rewind' },
  undoRewind: { method: 'POST', path: '/api/tasks/{taskId}/rewind/undo' },
  forkTask: { method: 'POST', path: '/api/tasks/{taskId}/fork' },
  handOverTask: { method: 'POST', path: '/api/tasks/{taskId}/hand-over' },
  compactTask: { method: 'POST', path: '/api/tasks/{taskId}/compact' },
  searchTaskFiles: { method: 'GET', path: '/api/tasks/{taskId}/files' },
  listPastSessions: { method: 'GET', path: '/api/past-sessions' },
  getPastSession: { method: 'GET', path: '/api/past-sessions/{id}' },
  listPastSessionEvents: { method: 'GET', path: '/api/past-sessions/{id}/events' },
  resumePastSession: { method: 'POST', path: '/api/past-sessions/{id}/resume' },
  refreshPastSessions: { method: 'POST', path: '/api/past-sessions/refresh' },
  getUsage: { method: 'GET', path: '/api/usage' },
  getTaskUsage: { method: 'GET', path: '/api/tasks/{taskId}/usage' },
  setTaskBudget: { method: 'PUT', path: '/api/tasks/{taskId}/budget' },
  getProjectBudget: { method: 'GET', path: '/api/projects/{projectId}/budget' },
  setProjectBudget: { method: 'PUT', path: '/api/projects/{projectId}/budget' },
  listPrices: { method: 'GET', path: '/api/prices' },
  listApprovals: { method: 'GET', path: '/api/approvals' },
  getApproval: { method: 'GET', path: '/api/approvals/{id}' },
  answerApproval: { method: 'POST', path: '/api/approvals/{approvalId}/answer' },
  listPermissionRules: { method: 'GET', path: '/api/permission-rules' },
  createPermissionRule: { method: 'POST', path: '/api/permission-rules' },
  updatePermissionRule: { method: 'PATCH', path: '/api/permission-rules/{id}' },
  deletePermissionRule: { method: 'DELETE', path: '/api/permission-rules/{id}' },
  testPermissionRules: { method: 'POST', path: '/api/permission-rules/test' },
  getTaskDiff: { method: 'GET', path: '/api/tasks/{taskId}/diff' },
  getTaskFileDiff: { method: 'GET', path: '/api/tasks/{taskId}/diff/files' },
  setFileViewed: { method: 'PUT', path: '/api/tasks/{taskId}/viewed' },
  listReviewComments: { method: 'GET', path: '/api/tasks/{taskId}/comments' },
  addReviewComment: { method: 'POST', path: '/api/tasks/{taskId}/comments' },
  updateReviewComment: { method: 'PATCH', path: '/api/tasks/{taskId}/comments/{id}' },
  deleteReviewComment: { method: 'DELETE', path: '/api/tasks/{taskId}/comments/{id}' },
  requestChanges: { method: 'POST', path: '/api/tasks/{taskId}/request-changes' },
  commitTask: { method: 'POST', path: '/api/tasks/{taskId}/commit' },
  previewMerge: { method: 'GET', path: '/api/tasks/{taskId}/merge' },
  mergeTask: { method: 'POST', path: '/api/tasks/{taskId}/merge' },
  undoMerge: { method: 'POST', path: '/api/tasks/{taskId}/merge/undo' },
  listSnapshots: { method: 'GET', path: '/api/tasks/{taskId}/snapshots' },
  restoreSnapshot: { method: 'POST', path: '/api/tasks/{taskId}/snapshots/{number}/restore' },
  createRace: { method: 'POST', path: '/api/races' },
  getRace: { method: 'GET', path: '/api/races/{id}' },
  listRaces: { method: 'GET', path: '/api/races' },
  verifyRace: { method: 'POST', path: '/api/races/{id}/verify' },
  stopVerification: { method: 'POST', path: '/api/races/{id}/verify/stop' },
  keepRunner: { method: 'POST', path: '/api/races/{id}/keep' },
  callOffRace: { method: 'POST', path: '/api/races/{id}/call-off' },
  createTerminal: { method: 'POST', path: '/api/terminals' },
  listTerminals: { method: 'GET', path: '/api/terminals' },
  getTerminal: { method: 'GET', path: '/api/terminals/{id}' },
  renameTerminal: { method: 'PATCH', path: '/api/terminals/{id}' },
  closeTerminal: { method: 'DELETE', path: '/api/terminals/{id}' },
  addSidecar: { method: 'POST', path: '/api/sidecars' },
  listSidecars: { method: 'GET', path: '/api/sidecars' },
  getSidecar: { method: 'GET', path: '/api/sidecars/{id}' },
  updateSidecar: { method: 'PATCH', path: '/api/sidecars/{id}' },
  startSidecar: { method: 'POST', path: '/api/sidecars/{id}/start' },
  stopSidecar: { method: 'POST', path: '/api/sidecars/{id}/stop' },
  restartSidecar: { method: 'POST', path: '/api/sidecars/{id}/restart' },
  removeSidecar: { method: 'DELETE', path: '/api/sidecars/{id}' },
  readSidecarLog: { method: 'GET', path: '/api/sidecars/{id}/log' },
} as const satisfies Record<keyof Operations, Route>;
