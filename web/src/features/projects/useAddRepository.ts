import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call, type AddRepositoryRequest } from '@/api';
import { applyProject, applyRepository } from './queries';

/** Adds a folder or clones a URL; a project is made of it. */
export function useAddRepository() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (request: AddRepositoryRequest) => call('addRepository', request),
    onSuccess: ({ repository, repositoryGroup }) => {
      applyRepository(cache, repository);
      applyProject(cache, repositoryGroup);
    },
  });
}

/** What a person typed: a clone URL, an absolute path, or words to find a known project by. */
export function readPlace(text: string): { kind: 'url' | 'path'; request: AddRepositoryRequest } | { kind: 'words' } {
  const place = text.trim();
  if (/^(https?|ssh|git|file):\/\/\S+$/.test(place) || /^[\w.-]+@[\w.-]+:\S+$/.test(place)) return { kind: 'url', request: { remoteUrl: place } };
  if (place.startsWith('/') || place.startsWith('~/') || /^[A-Za-z]:[\\/]/.test(place)) return { kind: 'path', request: { path: place } };
  return { kind: 'words' };
}
