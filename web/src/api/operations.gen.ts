// The operation catalogue as the client sees it. Printed from the host's catalogue; do not edit.

import type {
  AddRepositoryRequest,
  AddRepositoryResponse,
  AddReviewCommentRequest,
  AnswerApprovalRequest,
  ApprovalResponse,
  ArchiveUnitTaskRequest,
  BrowseDirectoryRequest,
  BrowseDirectoryResponse,
  CancelQueuedPromptRequest,
  CommitTaskRequest,
  CommitTaskResponse,
  CreateAccessTokenRequest,
  CreateAccessTokenResponse,
  CreateRepositoryGroupRequest,
  CreateTicketResponse,
  CreateUnitTaskRequest,
  DeletePermissionRuleRequest,
  DeleteRepositoryGroupRequest,
  DeleteReviewCommentRequest,
  DeleteUnitTaskRequest,
  DiagnosticsView,
  ExchangeLoginRequest,
  GetApprovalRequest,
  GetCallerResponse,
  GetTaskDiffRequest,
  GetTaskDiffResponse,
  GetTaskFileDiffRequest,
  GetTaskFileDiffResponse,
  GetUnitTaskRequest,
  GetUnitTaskResponse,
  HealthView,
  ListAccessTokensResponse,
  ListAgentsResponse,
  ListApprovalsRequest,
  ListApprovalsResponse,
  ListAuthSessionsResponse,
  ListBranchesRequest,
  ListBranchesResponse,
  ListBrowseRootsResponse,
  ListPermissionRulesRequest,
  ListPermissionRulesResponse,
  ListQueuedPromptsRequest,
  ListQueuedPromptsResponse,
  ListRepositoriesRequest,
  ListRepositoriesResponse,
  ListRepositoryGroupsRequest,
  ListRepositoryGroupsResponse,
  ListReviewCommentsRequest,
  ListReviewCommentsResponse,
  ListSnapshotsRequest,
  ListSnapshotsResponse,
  ListTaskEventsRequest,
  ListTaskEventsResponse,
  ListUnitTasksRequest,
  ListUnitTasksResponse,
  ListWorkersResponse,
  ListWorkspacesResponse,
  MergeTaskRequest,
  MergeTaskResponse,
  PreviewMergeRequest,
  PreviewMergeResponse,
  RemoveRepositoryRequest,
  ReorderRepositoryGroupsRequest,
  RepositoryGroupResponse,
  RequestChangesRequest,
  RestoreSnapshotRequest,
  RestoreSnapshotResponse,
  RestoreUnitTaskRequest,
  ResumeTaskRequest,
  RetryTaskRequest,
  ReviewCommentResponse,
  RevokeAccessTokenRequest,
  RevokeAuthSessionRequest,
  SendPromptRequest,
  SendPromptResponse,
  SetFileViewedRequest,
  StartTaskExecutionRequest,
  StartTaskExecutionResponse,
  StopTaskExecutionRequest,
  UndoMergeRequest,
  UnitTaskResponse,
  UpdateQueuedPromptRequest,
  UpdateRepositoryGroupRequest,
  UpdateReviewCommentRequest,
  UpdateUnitTaskRequest,
  UpdateUnitTaskStatusRequest,
} from './types.gen';

export type NoRequest = Readonly<Record<string, never>>;
export type NoResponse = Readonly<Record<string, never>>;

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `{name}` is filled from the request's property of that name. */
  readonly path: string;
}

export interface Operations {
  getHealth: { request: NoRequest; response: HealthView };
  getDiagnostics: { request: NoRequest; response: DiagnosticsView };
  getCaller: { request: NoRequest; response: GetCallerResponse };
  exchangeLogin: { request: ExchangeLoginRequest; response: GetCallerResponse };
  createTicket: { request: NoRequest; response: CreateTicketResponse };
  listAuthSessions: { request: NoRequest; response: ListAuthSessionsResponse };
  revokeAuthSession: { request: RevokeAuthSessionRequest; response: NoResponse };
  listAccessTokens: { request: NoRequest; response: ListAccessTokensResponse };
  createAccessToken: { request: CreateAccessTokenRequest; response: CreateAccessTokenResponse };
  revokeAccessToken: { request: RevokeAccessTokenRequest; response: NoResponse };
  listWorkspaces: { request: NoRequest; response: ListWorkspacesResponse };
  listWorkers: { request: NoRequest; response: ListWorkersResponse };
  listAgents: { request: NoRequest; response: ListAgentsResponse };
  probeAgents: { request: NoRequest; response: ListAgentsResponse };
  listBrowseRoots: { request: NoRequest; response: ListBrowseRootsResponse };
  browseDirectory: { request: BrowseDirectoryRequest; response: BrowseDirectoryResponse };
  addRepository: { request: AddRepositoryRequest; response: AddRepositoryResponse };
  listRepositories: { request: ListRepositoriesRequest; response: ListRepositoriesResponse };
  removeRepository: { request: RemoveRepositoryRequest; response: NoResponse };
  createRepositoryGroup: { request: CreateRepositoryGroupRequest; response: RepositoryGroupResponse };
  listRepositoryGroups: { request: ListRepositoryGroupsRequest; response: ListRepositoryGroupsResponse };
  updateRepositoryGroup: { request: UpdateRepositoryGroupRequest; response: RepositoryGroupResponse };
  deleteRepositoryGroup: { request: DeleteRepositoryGroupRequest; response: NoResponse };
  reorderRepositoryGroups: { request: ReorderRepositoryGroupsRequest; response: ListRepositoryGroupsResponse };
  listBranches: { request: ListBranchesRequest; response: ListBranchesResponse };
  createUnitTask: { request: CreateUnitTaskRequest; response: UnitTaskResponse };
  getUnitTask: { request: GetUnitTaskRequest; response: GetUnitTaskResponse };
  listUnitTasks: { request: ListUnitTasksRequest; response: ListUnitTasksResponse };
  updateUnitTask: { request: UpdateUnitTaskRequest; response: UnitTaskResponse };
  updateUnitTaskStatus: { request: UpdateUnitTaskStatusRequest; response: UnitTaskResponse };
  archiveUnitTask: { request: ArchiveUnitTaskRequest; response: UnitTaskResponse };
  deleteUnitTask: { request: DeleteUnitTaskRequest; response: UnitTaskResponse };
  restoreUnitTask: { request: RestoreUnitTaskRequest; response: UnitTaskResponse };
  startTaskExecution: { request: StartTaskExecutionRequest; response: StartTaskExecutionResponse };
  stopTaskExecution: { request: StopTaskExecutionRequest; response: UnitTaskResponse };
  sendPrompt: { request: SendPromptRequest; response: SendPromptResponse };
  listQueuedPrompts: { request: ListQueuedPromptsRequest; response: ListQueuedPromptsResponse };
  updateQueuedPrompt: { request: UpdateQueuedPromptRequest; response: ListQueuedPromptsResponse };
  cancelQueuedPrompt: { request: CancelQueuedPromptRequest; response: ListQueuedPromptsResponse };
  retryTask: { request: RetryTaskRequest; response: UnitTaskResponse };
  resumeTask: { request: ResumeTaskRequest; response: UnitTaskResponse };
  requestChanges: { request: RequestChangesRequest; response: UnitTaskResponse };
  listTaskEvents: { request: ListTaskEventsRequest; response: ListTaskEventsResponse };
  listApprovals: { request: ListApprovalsRequest; response: ListApprovalsResponse };
  getApproval: { request: GetApprovalRequest; response: ApprovalResponse };
  answerApproval: { request: AnswerApprovalRequest; response: ApprovalResponse };
  listPermissionRules: { request: ListPermissionRulesRequest; response: ListPermissionRulesResponse };
  deletePermissionRule: { request: DeletePermissionRuleRequest; response: NoResponse };
  getTaskDiff: { request: GetTaskDiffRequest; response: GetTaskDiffResponse };
  getTaskFileDiff: { request: GetTaskFileDiffRequest; response: GetTaskFileDiffResponse };
  setFileViewed: { request: SetFileViewedRequest; response: NoResponse };
  listReviewComments: { request: ListReviewCommentsRequest; response: ListReviewCommentsResponse };
  addReviewComment: { request: AddReviewCommentRequest; response: ReviewCommentResponse };
  updateReviewComment: { request: UpdateReviewCommentRequest; response: ReviewCommentResponse };
  deleteReviewComment: { request: DeleteReviewCommentRequest; response: NoResponse };
  commitTask: { request: CommitTaskRequest; response: CommitTaskResponse };
  previewMerge: { request: PreviewMergeRequest; response: PreviewMergeResponse };
  mergeTask: { request: MergeTaskRequest; response: MergeTaskResponse };
  undoMerge: { request: UndoMergeRequest; response: UnitTaskResponse };
  listSnapshots: { request: ListSnapshotsRequest; response: ListSnapshotsResponse };
  restoreSnapshot: { request: RestoreSnapshotRequest; response: RestoreSnapshotResponse };
}

export const routes = {
  getHealth: { method: 'GET', path: '/health' },
  getDiagnostics: { method: 'GET', path: '/api/diagnostics' },
  getCaller: { method: 'GET', path: '/api/auth/caller' },
  exchangeLogin: { method: 'POST', path: '/api/auth/exchange' },
  createTicket: { method: 'POST', path: '/api/auth/ticket' },
  listAuthSessions: { method: 'GET', path: '/api/auth/sessions' },
  revokeAuthSession: { method: 'DELETE', path: '/api/auth/sessions/{id}' },
  listAccessTokens: { method: 'GET', path: '/api/auth/tokens' },
  createAccessToken: { method: 'POST', path: '/api/auth/tokens' },
  revokeAccessToken: { method: 'DELETE', path: '/api/auth/tokens/{id}' },
  listWorkspaces: { method: 'GET', path: '/api/workspaces' },
  listWorkers: { method: 'GET', path: '/api/workers' },
  listAgents: { method: 'GET', path: '/api/agents' },
  probeAgents: { method: 'POST', path: '/api/agents/probe' },
  listBrowseRoots: { method: 'GET', path: '/api/browse/roots' },
  browseDirectory: { method: 'GET', path: '/api/browse/list' },
  addRepository: { method: 'POST', path: '/api/repositories' },
  listRepositories: { method: 'GET', path: '/api/repositories' },
  removeRepository: { method: 'DELETE', path: '/api/repositories/{id}' },
  createRepositoryGroup: { method: 'POST', path: '/api/projects' },
  listRepositoryGroups: { method: 'GET', path: '/api/projects' },
  updateRepositoryGroup: { method: 'PATCH', path: '/api/projects/{id}' },
  deleteRepositoryGroup: { method: 'DELETE', path: '/api/projects/{id}' },
  reorderRepositoryGroups: { method: 'POST', path: '/api/projects/reorder' },
  listBranches: { method: 'GET', path: '/api/projects/{id}/branches' },
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
  sendPrompt: { method: 'POST', path: '/api/tasks/{taskId}/prompts' },
  listQueuedPrompts: { method: 'GET', path: '/api/tasks/{taskId}/prompts' },
  updateQueuedPrompt: { method: 'PATCH', path: '/api/tasks/{taskId}/prompts/{id}' },
  cancelQueuedPrompt: { method: 'DELETE', path: '/api/tasks/{taskId}/prompts/{id}' },
  retryTask: { method: 'POST', path: '/api/tasks/{taskId}/retry' },
  resumeTask: { method: 'POST', path: '/api/tasks/{taskId}/resume' },
  requestChanges: { method: 'POST', path: '/api/tasks/{taskId}/request-changes' },
  listTaskEvents: { method: 'GET', path: '/api/tasks/{taskId}/events' },
  listApprovals: { method: 'GET', path: '/api/approvals' },
  getApproval: { method: 'GET', path: '/api/approvals/{id}' },
  answerApproval: { method: 'POST', path: '/api/approvals/{approvalId}/answer' },
  listPermissionRules: { method: 'GET', path: '/api/permission-rules' },
  deletePermissionRule: { method: 'DELETE', path: '/api/permission-rules/{id}' },
  getTaskDiff: { method: 'GET', path: '/api/tasks/{taskId}/diff' },
  getTaskFileDiff: { method: 'GET', path: '/api/tasks/{taskId}/diff/files' },
  setFileViewed: { method: 'PUT', path: '/api/tasks/{taskId}/viewed' },
  listReviewComments: { method: 'GET', path: '/api/tasks/{taskId}/comments' },
  addReviewComment: { method: 'POST', path: '/api/tasks/{taskId}/comments' },
  updateReviewComment: { method: 'PATCH', path: '/api/tasks/{taskId}/comments/{id}' },
  deleteReviewComment: { method: 'DELETE', path: '/api/tasks/{taskId}/comments/{id}' },
  commitTask: { method: 'POST', path: '/api/tasks/{taskId}/commit' },
  previewMerge: { method: 'GET', path: '/api/tasks/{taskId}/merge' },
  mergeTask: { method: 'POST', path: '/api/tasks/{taskId}/merge' },
  undoMerge: { method: 'POST', path: '/api/tasks/{taskId}/merge/undo' },
  listSnapshots: { method: 'GET', path: '/api/tasks/{taskId}/snapshots' },
  restoreSnapshot: { method: 'POST', path: '/api/tasks/{taskId}/snapshots/{number}/restore' },
} as const satisfies Record<keyof Operations, Route>;
