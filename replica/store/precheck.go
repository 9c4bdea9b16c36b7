package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
)

// precheck finds a file that was cut off before it is mapped into memory, for
// touching what is not there ends the process. It knows as much of bbolt's format
// as it needs: two meta pages, the later of which says how many pages there are.
func precheck(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	} else if err != nil {
		return fmt.Errorf("%s cannot be opened: %w", path, err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("%s cannot be opened: %w", path, err)
	}
	if info.Size() == 0 {
		return damaged(path, "it is empty")
	}
	const (
		pageHeader = 16
		magic      = 0xED0CDAED
		pageSizeAt = pageHeader + 8
		pagesAt    = pageHeader + 40
		txAt       = pageHeader + 48
		length     = pageHeader + 64
	)
	var newest, pages, size uint64
	pageSize := int64(os.Getpagesize())
	for page := range int64(2) {
		b := make([]byte, length)
		if _, err := f.ReadAt(b, page*pageSize); err != nil && !errors.Is(err, io.EOF) {
			return damaged(path, err)
		}
		if binary.LittleEndian.Uint32(b[pageHeader:]) != magic {
			continue
		}
		if tx := binary.LittleEndian.Uint64(b[txAt:]); pages == 0 || tx > newest {
			newest, pages = tx, binary.LittleEndian.Uint64(b[pagesAt:])
			size = uint64(binary.LittleEndian.Uint32(b[pageSizeAt:]))
		}
	}
	switch {
	case pages == 0:
		return damaged(path, "it has not the form of a database")
	case pages*size > uint64(info.Size()):
		return damaged(path, fmt.Sprintf("%d bytes are missing at its end", pages*size-uint64(info.Size())))
	}
	return nil
}
