export { BranchPicker } from './BranchPicker';
export { FolderPicker } from './FolderPicker';
export { applyProject, applyRepository, bindProjects, projectQueries, useProject, useProjects } from './queries';
export { readPlace, useAddRepository } from './useAddRepository';
