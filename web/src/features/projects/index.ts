export { applyProject, applyRepository, bindProjects, projectQueries, useProject, useProjects } from './queries';
